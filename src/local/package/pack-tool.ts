import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildTool } from './tool.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

// `npm pack` in the root would pack the sources, with every dependency for the user's machine; prepack refuses that.
await buildTool(root, join(root, 'dist'));
const { status } = spawnSync('npm', ['pack', './dist', '--silent'], { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
