import { ownOpenTasks } from '../../everything-due.ts';
import { rules } from '../../rules.ts';
import type { Sentence } from '../../sentence.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { asked } from './types.ts';

const TASKS = 'tasks|to dos|todos|follow ups|to do items';
const OVERDUE = '(overdue|past due|late) [ones|one|tasks|items|stuff]';
const OVERDUE_TOO = `((including|and|plus|with|or|also|as well as) [anything|any|everything|all|what is|what is already] [that is|which is] ${OVERDUE}|[the] ${OVERDUE} (included|too|as well))`;

/** What the rep has to do, and when. One line is one phrasing. */
export const AGENDA: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `what [${TASKS}] do i have [due|for|on] {date} ${OVERDUE_TOO}`,
      `[show|list|show me|get|get me|give me|what are] [all] my [open] (${TASKS}) [due|for|on] {date} ${OVERDUE_TOO}`,
      `[show|list|show me|get|get me|give me|what are] [all|my] {date} 's (${TASKS}) ${OVERDUE_TOO}`,
      `what is (due|on my list|on my plate|on my to do list) [for|on] {date} ${OVERDUE_TOO}`,
      `what [${TASKS}] are due {date} ${OVERDUE_TOO}`,
    ],
    (_s, c) => {
      const { range } = c.date!.found as { range: { to: string } };
      return asked(
        {
          mode: 'list',
          target: ownOpenTasks('open tasks', { to: range.to }),
        },
        0.05,
      );
    },
  ),
  ...rules<BuildIntent>(
    [
      'what [open] (tasks|to dos|todos|follow ups) do i have [due|for|on] {date}',
      '(what|which) [open] (tasks|to dos|todos|follow ups) are due for me [on|by|in] {date}',
      '[is there|are there|do i have|have i got|got] (anything|something) [that is] due [for me] [on|by|for] {date}',
      'what (do i have to do|is on my to do list|is on my plate|is on my list|is due|do i need to do|am i supposed to do) [on|for] {date}',
      'what (tasks|to dos) are [due|on my list] [on|for] {date}',
      '[show me|show|list|what are] my [open] (tasks|to dos|todos) [due|for] {date}',
    ],
    (_s, c) => {
      const { range } = c.date!.found as { range: { from: string; to: string } };
      return asked(
        {
          mode: 'list',
          target: ownOpenTasks('open tasks', range),
        },
        0.08,
      );
    },
  ),
  ...rules<BuildIntent>(
    [
      'what [open|overdue] (tasks|to dos|todos|follow ups) do i have',
      'what do i have to do',
      'what is on my (plate|to do list|list)',
      'what are my [open] (tasks|to dos|todos)',
    ],
    (s) => {
      const overdue = s.tokens.some((t) => t.word === 'overdue');
      return asked(
        {
          mode: 'list',
          target: ownOpenTasks('open tasks', overdue ? { to: prior(s) } : undefined),
        },
        0.06,
      );
    },
  ),
  ...rules<BuildIntent>(
    [
      'what (meetings|events|appointments|calls) do i have [on|for] {date}',
      'what is (on|in) my (calendar|schedule|agenda|diary) [on|for] {date}',
      '(do i have|have i got|is there|am i doing) (anything|something) [on|planned|scheduled|booked|in my calendar|on my calendar] [for me] [on|for] {date}',
      'do i have [any] (meetings|appointments|events) [on|for] {date}',
      '[show me|show|list|what are|get|get me|give me|read me|pull up|bring up|open|check] my (meetings|events|appointments|calendar|schedule|agenda|diary) [on|for|from] {date}',
      'how does my (calendar|schedule) look [on|for] {date}',
    ],
    (_s, c) => {
      const { range } = c.date!.found as { range: { from: string; to: string } };
      return asked(
        {
          mode: 'list',
          target: {
            text: 'meetings',
            kind: 'set',
            objects: ['Event'],
            names: [],
            conditions: [
              { kind: 'owner', who: 'me' },
              { kind: 'days', path: 'StartDateTime', from: range.from, to: range.to },
            ],
          },
        },
        0.08,
      );
    },
  ),
];

function prior(s: Sentence): string {
  return new Date(Date.parse(`${s.calendar.today}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
