import { Failure } from '#cli/habits/failure.ts';
import { readDocument } from '#config/document.ts';
import { describeFault, type DocumentName } from '#config/fault.ts';
import { readConfigTexts } from '#config/load.ts';
import { setAside } from '#config/set-aside.ts';
import type { InitDocuments } from './setup.ts';

function kept(file: DocumentName, text: string | undefined): InitDocuments['config'] {
  if (text === undefined) return {};
  const { value, faults } = readDocument(file, text);
  const [fault] = faults;
  if (fault)
    throw new Failure({
      what: describeFault(fault, file),
      remedy: 'Correct it, then import it.',
      exitCode: 2,
    });
  const own = setAside(file, value).value;
  return typeof own === 'object' && own !== null ? (own as InitDocuments['config']) : {};
}

/**
 * The three documents of a Hammer installation in `directory`, without the sections of its other playbooks and what has
 * no effect here. Throws `Failure` where there is no config.json, or a document is no JSON.
 */
export function hammerDocuments(directory: string): InitDocuments {
  const texts = readConfigTexts(directory);
  if (texts.config === undefined)
    throw new Failure({
      what: `${directory} has no config.json`,
      remedy: "Name the directory of Hammer's three files.",
      exitCode: 2,
    });
  return {
    config: kept('config.json', texts.config),
    whitelist: kept('whitelist.json', texts.whitelist),
    ticketOwners: kept('ticket_owners.json', texts.ticketOwners),
  };
}
