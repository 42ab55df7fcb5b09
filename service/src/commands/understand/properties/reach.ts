/** How somebody is reached, and that somebody was: one line is one phrasing. */

const NOTE = '[and] [please] [record|note|save|add|enter|log|set|put|use|include|with]';
const WHOSE = '[his|her|their|the|a|whose|with]';
const IS = '[address|number] [is|as|:|=|should be|to|at|being|-|–]';
const THEM = '(him|her|them)';
const THEY = '(he|she|they)';
const REACHED = `[you|we|i] [can|could|should] [best] (reach|contact|get|find|email|write) [to] ${THEM} (at|on|via|by|under)|${THEY} can [best] be reached (at|on|via|by|under)|reachable (at|on|via|by|under)`;
const PREFERS = `[${THEY}] (prefers|prefer|likes|like) [calls|phone calls|a call|to be called|phone|the phone|email|emails|e mail|to be emailed] [at|on|via|to]`;
/** "If he's unavailable, use …": how else. */
const ELSE = `(if|when) ${THEY} (is|are) (unavailable|not available|not reachable|unreachable|out|out of office|busy|not there|not around) [,] [please] (use|try|call|email|write to|reach out to|go through)|(if that fails|alternatively|otherwise|or else|as a backup|as backup|as an alternative) [,] [use|try|email|call]`;

export const MAIL: string[] = [
  `${NOTE} ${WHOSE} [work|business|office|direct] [email|e mail|mail] ${IS} {email}`,
  `[and] (at|and|or|via|with email|${REACHED}|${PREFERS}|${ELSE}) {email}`,
];

export const CALL: string[] = [
  `${NOTE} ${WHOSE} [work|business|office|direct|desk|main] [phone|tel|telephone|ph|direct|number|call|landline|line] [.] [number] ${IS} {phone}`,
  `[and] (at|on|and|or|call ${THEM} (at|on)|${REACHED}|${PREFERS}|${ELSE}) {phone}`,
];

export const CELL: string[] = [
  `${NOTE} ${WHOSE} [new|private] (cell|mobile|mobile phone|cell phone|cellphone) ${IS} {phone}`,
  `[and] (call|text|reach) ${THEM} on (his|her|their) (cell|mobile|mobile phone|cell phone|cellphone) [at|on|:|,] {phone}`,
];

/** That somebody has spoken with the person says nothing about the new record. */
export const CONNECTED: string[] = [
  `[and] [i|we] [have|had] [just|already|also] (spoke|spoken|talked|chatted|connected|met|touched base|been in touch|had a call|got in touch) [with|to] ${THEM} [already|today|yesterday|briefly|just now|this morning|earlier|on the phone|by phone]`,
  '[the] [initial|first] (outreach|contact|call|touch) [is|was|has been] [already] (done|made|complete|completed|finished)',
  `[i|we] [have] (reached out|called|contacted|emailed) [to] ${THEM} [already|today|yesterday]`,
];
