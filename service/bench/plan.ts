/** Text → clauses without Salesforce: p50/p95 with the describes of 60 and of 800 objects. */
import { readFileSync } from 'node:fs';
import { createSimulator } from '../../simulator/src/server.ts';
import type { ObjectDescribe } from '../src/salesforce/types.ts';
import { calendarOf } from '../src/commands/understand/calendar.ts';
import { understand } from '../src/commands/understand/understand.ts';
import { vocabularyOf } from '../src/commands/understand/vocabulary.ts';

export interface PlanFigures {
  objects: number;
  commands: number;
  p50Ms: number;
  p95Ms: number;
}

const COMMANDS = [
  'Move Bluewave Platform Rollout to negotiation',
  'set the amount of Redwood Data Hub to ninety two thousand',
  'Show me all my open opportunities closing this quarter over $10,000',
  'Create a follow-up task on Halcyon Observability for Friday',
  'Update opportunity status to negotiation and set the next follow-up for Friday.',
  'Find all my open opportunities in the tech sector and add "Q4 Pipeline Review" to the notes.',
  'Create a new contact for Jane Doe at ACME Corp, associate her with the open ACME opportunity, and log my call notes.',
  'delete all my leads that are closed - not converted',
];

const SAMPLES = 400;

export async function planBench(): Promise<PlanFigures[]> {
  const world = JSON.parse(
    readFileSync(new URL('../../simulator/worlds/demo.json', import.meta.url), 'utf8'),
  ) as { records: Record<string, Record<string, unknown>[]> };
  const simulator = await createSimulator({ world });
  const session = await fetch(`${simulator.url}/__sim/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: world.records['User']![0]!['Username'] }),
  });
  const { access_token: token } = (await session.json()) as { access_token: string };
  const describe = async (object: string): Promise<ObjectDescribe> => {
    const response = await fetch(`${simulator.url}/services/data/v66.0/sobjects/${object}/describe`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return (await response.json()) as ObjectDescribe;
  };
  const core = await Promise.all(
    [
      'Account',
      'Contact',
      'Lead',
      'Opportunity',
      'Case',
      'Task',
      'Event',
      'Campaign',
      'CampaignMember',
      'OpportunityContactRole',
      'User',
    ].map(describe),
  );
  await simulator.close();
  return [60, 800].map((objects) =>
    measure([...core, ...Array.from({ length: objects - core.length }, (_, n) => custom(core[0]!, n))]),
  );
}

function custom(account: ObjectDescribe, n: number): ObjectDescribe {
  return {
    ...account,
    name: `Asset_${n}__c`,
    label: `Asset Kind ${n}`,
    labelPlural: `Asset Kinds ${n}`,
    custom: true,
    fields: account.fields.map((f) => ({ ...f, name: `${f.name}_${n}__c`, label: `${f.label} ${n}` })),
  };
}

function measure(describes: ObjectDescribe[]): PlanFigures {
  const vocabulary = vocabularyOf(describes, {});
  const calendar = calendarOf(new Date('2026-11-25T09:00:00Z'), 'Europe/Berlin');
  const times: number[] = [];
  for (let n = 0; n < SAMPLES + 80; n++) {
    const start = performance.now();
    understand(COMMANDS[n % COMMANDS.length]!, calendar, vocabulary);
    if (n >= 80) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return {
    objects: describes.length,
    commands: times.length,
    p50Ms: times[Math.floor(times.length * 0.5)]!,
    p95Ms: times[Math.floor(times.length * 0.95)]!,
  };
}

if (import.meta.filename === process.argv[1]) console.table(await planBench());
