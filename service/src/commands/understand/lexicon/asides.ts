/** Words of what is only told around a command. */

/** Verbs that end a subject; what was won, lost or closed is a value, and what somebody owns, needs or gets is asked for. */
export const FINITE =
  /^(is|are|was|were|has|have|had|will|would|can|cannot|could|does|did|do|wants?|likes?|loves?|hates?|prefers?|thinks?|says?|asks?|keeps?|knows?|hopes?|believes?|feels?|expects?|insists?|agrees?|refuses?|trusts?|misses|seems?|looks?|sounds?|works?|promises|swears|left|got|said|told|found|felt|heard|knew|liked|loved|quit|saw|spoke|wrote|tried|flew|forgot|came|went|made|took|gave|kept|bought|sold|chose|thought|brought|ran|met|sent|paid|signed|(?!need|feed|speed|seed|red|bed|shed|med|indeed|closed|named|called|titled|based|assigned|qualified|completed|escalated|deferred|resolved|converted|related)[a-z]{3,}ed)$/;

/** How somebody is, said without a verb of its own: "Sarah's furious". */
export const MOODS: ReadonlySet<string> = new Set(
  'happy|furious|upset|angry|thrilled|excited|gone|on board|keen|waiting|okay|fine|impatient|busy|sick|ill|pleased|delighted|worried|nervous|annoyed|livid|unhappy|stuck|frustrated|desperate|confused|in|out|away|on leave|on holiday|on vacation'.split(
    '|',
  ),
);

/** Endings and reasons without a verb. */
export const KNOWN_ASIDES =
  /^(effective (today|now|immediately|at once|right away|as of today)|(a |an |the )?(gdpr|privacy|legal|compliance|data protection|client|customer|(\w+ )?(his|her|their|my|our)( \w+)?|boss|management|\w+ s) (request|requirement|wish|wishes|call|decision|orders?|idea)|(at|on|upon|per|by) (his|her|their|my|our|the)( \w+){0,3} (request|wish|orders?|instructions?)|(no( more)? |their |the )?(budget|money|funding|interest|time|patience|sponsor)( (is|was|has|left|gone|dried|cut|anymore|any more|there|up|ran|out|pulled|frozen|all))*|long overdue|at last|about time|(it is )?about time|my bad|my mistake|my fault|as usual|no (rush|hurry|worries)|sorry (about that|for the (delay|late notice|hassle|trouble))|long story|if you (would|do not mind|please|could)|do the needful|and do the needful|that kind of thing|you know( how it is)?|what a (day|week|relief|mess|shame|pity|win)|finally some good news|fingers crossed|touch wood|(thanks|thank you|cheers|ta)( (a lot|a bunch|a million|so much|very much|ever so much|in advance|again|team|sayso|buddy|mate|man|all|everyone))*|thank (god|goodness|heavens)|what can i say|simple as that)$/;

/** Words that make of what is told a limit, a doubt, a change or a wish of its own. */
export const NO_ASIDE =
  /\b(if|unless|when|whenever|once|until|till|only|except|excluding|but|instead|rather|whose|before|after|while|never|otherwise|both|too|also|should|must|needs?|needed|ought|supposed|shall|please|cancel\w*|delet\w+|remov\w+|convert\w*|assign\w*|reassign\w*|transfer\w*|hand(s|ed)?|takes? (it |this |them |that )?over|took over|taking over|owns?|owned|owner|handl(e|es|ed|ing)|looks? after|looking after|runs?|cover(s|ed|ing)?|manag(e|es|ed|ing)|drives?|inherits?|responsible|in charge|belongs?|reports?|reported to|moved?|moving|moves|joined|joins|became|becomes?|promoted|renamed|changed|changes|increased|reduced|raised|lowered|dropped|pushed|postponed|delayed|slipped|extended|now|new|same|already|else than|every|each|wrong|mistaken?|kidding|joking|sorry|wait|scratch|not sure|unsure|maybe|perhaps|probably|might|second thoughts?|won|lost|close[sd]?|closing|dead|lead|primary|decision maker|going|goes|gets?|getting|make|set|put|call (him|her|them|me|us)|(wants?|asked|told|asks|tells|expects?|needs?) (me|us|you|him|her|them|\w+) to|(asked|asks) (for|me|us|you)|remind\w*|works? (at|for|with|in|under)|(is|are|was|were) (from|at|with|under|in|on|based|the|our|an?|his|her|their) |(i|we) (will|would|want|wants|can|could|am|are)|(do|does|did|is|are|was|were) not (do|change|touch|update|include|count))\b/;
