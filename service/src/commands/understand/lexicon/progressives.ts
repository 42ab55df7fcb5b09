/** Verbs of commands as they stand behind "would you mind" or "we are": "moving" is "move". */
export const PROGRESSIVES: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'move transfer reassign hand give pass shift switch change assign close push raise lower drop bump delete remove update set mark ' +
    'convert rename add create put promote downgrade upgrade extend postpone reschedule increase reduce cut delay advance reopen escalate allocate ' +
    'log schedule book open enter register file save record invite link associate attach make start note send remind call'
  )
    .split(' ')
    .map((verb) => [
      (/[^aeiou]e$/.test(verb)
        ? verb.slice(0, -1)
        : /(set|drop|cut|put|transfer|log)$/.test(verb)
          ? verb + verb.at(-1)!
          : verb) + 'ing',
      verb,
    ]),
);
