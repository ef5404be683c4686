import { createReadStream } from 'node:fs';
import { Readable, type Duplex } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Called as the input is read, with the bytes so far, as they lie in the file. */
export type OnRead = (bytes: number) => void;

// Firehose compresses what CloudWatch Logs has compressed (CloudWatch Logs user guide, subscriptions).
const mostLayers = 2;

async function* counted(source: AsyncIterable<Buffer>, onRead: OnRead): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const part of source) {
    bytes += part.length;
    onRead(bytes);
    yield part;
  }
}

async function* startingWith(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

function unpacking(packed: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const input = Readable.from(packed);
  const unpacked: Duplex = input.pipe(createGunzip());
  // `pipe` passes on no errors.
  input.on('error', (error) => unpacked.destroy(error));
  return unpacked;
}

async function unpacked(source: AsyncIterable<Buffer>, layers = mostLayers): Promise<AsyncIterable<Buffer>> {
  const parts = source[Symbol.asyncIterator]();
  const begun = await parts.next();
  const first: Buffer = begun.done === true ? Buffer.alloc(0) : begun.value;
  const whole = startingWith(first, parts);
  const isPacked = first[0] === 0x1f && first[1] === 0x8b;
  return layers > 0 && isPacked ? unpacked(unpacking(whole), layers - 1) : whole;
}

/**
 * The text of a file (`-`: standard input), part by part, unpacked where it is gzipped once or twice, without a byte
 * order mark. Throws the error of the file system or of zlib, also in the middle.
 */
export async function* sourceText(file: string, onRead: OnRead): AsyncGenerator<string> {
  const source: AsyncIterable<Buffer> = file === '-' ? process.stdin : createReadStream(file);
  const decoder = new TextDecoder();
  for await (const part of await unpacked(counted(source, onRead)))
    yield decoder.decode(part, { stream: true });
  yield decoder.decode();
}
