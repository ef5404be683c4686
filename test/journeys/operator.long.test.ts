import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildTool } from '#local/package/tool.ts';
import { ownDirectory } from '#simulators/at-end.ts';
import { operate, refusedTo, unneeded, withOperatorRole } from './operator.ts';
import { beatOf } from './prove-alert.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { home, separateAccounts } from './worlds.ts';

const accounts = { shop: '820000000001', bank: '820000000002', depot: '820000000003' };
const { shop, bank, depot } = accounts;

const { path: folder, remove } = ownDirectory('operator-');
/** The tool as it is installed, and a person's folder with nothing in it. */
const [program, cwd] = [join(folder, 'tool/trailwarden.cjs'), join(folder, 'empty')];

let stage: Stage;
beforeAll(async () => {
  await buildTool(process.cwd(), join(folder, 'tool'));
  mkdirSync(cwd);
  stage = await startStage({
    world: separateAccounts(accounts),
    cloud: { templateEdit: withOperatorRole },
  });
  await stage.sweep();
  await stage.later(60_000);
  await beatOf(stage, shop, bank, depot);
});
beforeEach(() => explainFailure(stage));
afterAll(async () => {
  await stage.stop();
  remove();
});

const run = (...args: readonly string[]) => operate(stage, args, {}, { program, cwd });
const stopped = async (account: string): Promise<void> => {
  await stage.cloudTrail(account).send(new StopLoggingCommand({ Name: 'main' }));
  await stage.later(30_000);
};
const started = async (account: string): Promise<void> => {
  await stage.cloudTrail(account).send(new StartLoggingCommand({ Name: 'main' }));
  await stage.later(60_000);
};
const states = async (account: string): Promise<readonly string[]> =>
  (await stage.items(account)).map(({ issue_id, status }) => `${issue_id} ${status}`);

describe('an operator of the central account, with the documented policy and the installed tool, in an empty folder', () => {
  it('accepts the baseline, and begins a sweep and follows it to its end', async () => {
    const accepted = await run('sweep', '--accept-baseline');
    expect(accepted).toMatchObject({ status: 0, stderr: '' });
    expect(accepted.stdout).toContain('The baseline is accepted');
    const swept = await run('sweep', '--watch');
    expect(swept.stderr).toMatch(/3 of 3 accounts after/);
    expect(swept.status).toBe(0);
  });

  it('sees what is open, by account and by severity', async () => {
    expect(await run('issues', 'list')).toMatchObject({ status: 0, stderr: '' });
    await stopped(shop);
    const all = await run('issues', 'list');
    expect(all.status).toBe(1);
    expect(all.stdout).toMatch(/CRITICAL +Logging is stopped \(trail main\) +shop/);
    expect((await run('issues', 'list', '--account', bank)).stdout).toContain('0 findings are open');
    const json = await run('issues', 'list', '--severity', 'critical', '--json');
    const { findings } = JSON.parse(json.stdout) as { findings: { account: string; region: string }[] };
    expect(findings.map(({ account, region }) => `${account} ${region}`).toSorted()).toEqual([
      `${shop} ${home}`,
      `${shop} us-east-1`,
    ]);
    const shown = await run('issues', 'show', shop, home);
    expect(shown).toMatchObject({ status: 0, stderr: '' });
    expect(shown.stdout).toMatch(/Trails:[^]*main[^]*Findings:[^]*Incidents: [\w-]+/);
    expect((await run('issues', 'show', 'shop', home)).status).toBe(2);
  });

  const idOf = async (): Promise<string> => {
    const { stdout } = await run('incidents', 'list', '--json');
    const [first] = JSON.parse(stdout) as { announcement: { incident: string } }[];
    return first?.announcement.incident ?? '';
  };

  it('sees an incident with what was told where', async () => {
    const list = await run('incidents', 'list');
    expect(list.status).toBe(1);
    expect(list.stdout).toMatch(/open .*CRITICAL: CloudTrail logging is stopped in shop/);
    const shown = await run('incidents', 'show', await idOf());
    expect(shown).toMatchObject({ status: 0, stderr: '' });
    expect(shown.stdout).toMatch(/What happened, in order:[^]*StopLogging[^]*AWSSEC-1[^]*What to do:/);
  });

  it('accepts an incident, which is told, takes it back, and has it looked at', async () => {
    const id = await idOf();
    const reason = ['--reason', 'moved to the archive', '--owner', 'anna'];
    const accepted = await run('incidents', 'accept', id, ...reason);
    expect(accepted.stdout).toMatch(/^Accepted until \d{4}-\d\d-\d\d; 1 account looked at again\.\n$/);
    await stage.later(60_000);
    expect(await states(shop)).toEqual([`${home} whitelisted`, 'us-east-1 whitelisted']);
    expect((await run('incidents', 'recheck', id)).stderr).toMatch(
      /^Nothing was done: it is not open any more/,
    );
    expect((await run('incidents', 'unaccept', id)).stdout).toMatch(/^Taken back/);
    await stage.later(60_000);
    expect(await states(shop)).toEqual([`${home} open`, 'us-east-1 open']);
    const looks = stage.looksAt(shop);
    expect((await run('incidents', 'recheck', await idOf())).stdout).toBe('1 account looked at now.\n');
    await stage.later(10_000);
    expect(stage.looksAt(shop)).toBeGreaterThan(looks);
  });

  it('accepts one Region of an account alone, then another beside it, and takes one back', async () => {
    await stopped(bank);
    const reason = ['--reason', 'the Region is emptied', '--owner', 'ben', '--until', '7d'];
    expect((await run('issues', 'accept', bank, 'us-east-1', ...reason)).status).toBe(0);
    await stage.later(60_000);
    expect(await states(bank)).toEqual([`${home} open`, 'us-east-1 whitelisted']);
    expect((await run('issues', 'accept', bank, home, ...reason)).status).toBe(0);
    await stage.later(60_000);
    expect(await states(bank)).toEqual([`${home} whitelisted`, 'us-east-1 whitelisted']);
    expect((await run('issues', 'unaccept', bank, home)).status).toBe(0);
    await stage.later(60_000);
    expect(await states(bank)).toEqual([`${home} open`, 'us-east-1 whitelisted']);
    expect((await run('issues', 'unaccept', bank)).status).toBe(0);
    await stage.later(60_000);
    expect(await states(bank)).toEqual([`${home} open`, 'us-east-1 open']);
    expect((await run('issues', 'unaccept', bank)).stderr).toMatch(/^Nothing was done: nothing is accepted/);
    const looks = stage.looksAt(depot);
    expect((await run('issues', 'recheck', depot)).status).toBe(0);
    await stage.later(10_000);
    expect(stage.looksAt(depot)).toBeGreaterThan(looks);
    await started(bank);
    expect((await run('issues', 'accept', depot, ...reason)).stderr).toMatch(/nothing is open there/);
  });

  it('sees dead letters in words, sends some back, and drops others with a reason that is found again', async () => {
    expect(await run('dead-letters', 'list')).toMatchObject({ status: 0, stdout: '0 dead letters.\n' });
    for (const name of ['Events', 'Inspect', 'Sweep', 'Parts', 'Slack', 'Jira'])
      await stage.cloud.sendMessage(
        `${name}DeadLetters`,
        JSON.stringify({ account: depot, why: `in ${name}` }),
      );
    const list = await run('dead-letters', 'list', '--json');
    expect(list.status).toBe(1);
    const letters = JSON.parse(list.stdout) as { id: string; queue: string }[];
    expect(letters.map(({ queue }) => queue).toSorted()).toEqual(
      ['Events', 'Inspect', 'Jira', 'Parts', 'Slack', 'Sweep'].map((name) => `${name}DeadLetters`),
    );
    const [first, ...others] = letters;
    const dropped = await run('dead-letters', 'drop', first?.id ?? '', '--reason', 'made by a test');
    expect(dropped).toMatchObject({ status: 0, stderr: '' });
    const kept = await run('dead-letters', 'list', '--dropped');
    expect(kept.stdout).toMatch(
      /DeadLetters {2}dropped by arn:aws:sts::\d+:assumed-role\/operator\/person: made by a test\n1 /,
    );
    const back = await run('dead-letters', 'replay', '--all');
    expect(back.stdout.match(/^sent back: /gm)).toHaveLength(others.length);
    expect((await run('dead-letters', 'drop', 'no-such-id', '--reason', 'x')).status).toBe(2);
    await stage.later(1000);
    for (const name of ['Events', 'Inspect', 'Sweep', 'Parts', 'Slack', 'Jira'])
      await stage.cloud.sendMessage(`${name}DeadLetters`, 'no JSON');
    expect((await run('dead-letters', 'replay', '--all')).status).toBe(0);
  });

  it('sees all of it in a browser', async () => {
    let page: Promise<Response> | undefined;
    let interrupt = (): void => undefined;
    const ran = await operate(
      stage,
      ['console'],
      {},
      {
        program,
        cwd,
        onStart: (stop) => (interrupt = stop),
        onOutput: (text) => {
          const [address] = /http:\/\/127\.0\.0\.1:\S+/.exec(text) ?? [];
          if (address === undefined || page !== undefined) return;
          page = fetch(address);
          void page.finally(interrupt);
        },
      },
    );
    expect((await page)?.status).toBe(200);
    expect(ran.stderr).toBe('');
  });

  it('examines the installation', async () => {
    const examined = await run('doctor', '--json', '--costs');
    expect(JSON.parse(examined.stdout)).toEqual(expect.any(Array));
  });

  it('needs every right of the policy, but those that other commands need, and no other', () => {
    expect(refusedTo(stage)).toEqual([]);
    // Of test-alert, which waits for a minute (test-alert.long); of a console that is looked at for longer; of looks at more
    // than three accounts at once.
    const elsewhere = /^(?:TestAlert|ConsoleReadsDecisions) |FanOutQueue/;
    expect(unneeded(stage).filter((part) => !elsewhere.test(part))).toEqual([]);
  });
});
