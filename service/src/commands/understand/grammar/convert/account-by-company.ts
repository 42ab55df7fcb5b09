/** Words that say of which account or company something is said, and name none. */
const W =
  "(?:the|a|an|any|his|her|their|its|this|that|lead|company|companies|firm|organi[sz]ation|business|employer|account|accounts|name|names|on|of|for|with|from|by|in|into|to|already|existing|current|old|corresponding|matching|identical|salesforce|crm|system|org|same|as|exactly|new|one|it|him|them|'s|conversion|record|there|known)";
const MATCHES = '(?:exists?|match(?:es)?|corresponds?|found|present|equals?|available)';
const PLEASE = '(?:then )?(?:please )?';

const FOUND = `(?:if|when|where|in case|provided|assuming|should)(?: ${W})*?(?: there is| there are| is| are| has| have| we have| belongs| ${MATCHES})(?: ${W}| ${MATCHES}| called| named| like)*`;
const NOT_FOUND = `(?:otherwise|or else|else|if not|failing that|if none(?: ${W}| ${MATCHES}| is)*|(?:if|when|where|in case)(?: ${W})*? (?:there is|is|are|does|do|has) (?:no|not|none)(?: ${W}| ${MATCHES}| such)*)`;
const USE = `${PLEASE}(?:use|select|link|attach|associate|connect|pick|choose|reuse|tie|assign|keep|add|merge|put|with)(?: ${W}| up)*`;
const MAKE = `${PLEASE}(?:create|make|add|open|set up|spin up|start|generate|build|use)(?: ${W}| using| named| called| like| after| titled| based)*`;
const END = '(?= |$)';
/** No name of an account follows. */
const LAST = '(?=$| (?:[,.;]|and|then|but|so)(?: |$))';
const INSTEAD =
  '(?: (?:instead of|rather than) (?:creating|making|adding) (?:an? )?(?:new|another|second|other)(?: one| account| company)?)?';

/**
 * What a conversion does by itself: it takes the account that is called like the lead's company, or makes a new one. Each matches the beginning
 * of folded words joined by blanks.
 */
export const ACCOUNT_BY_COMPANY: readonly RegExp[] = [
  new RegExp(`^(?:during|as part of|in|on|upon|for|when doing) (?:the )?(?:lead )?conversion(?: ,)?${END}`),
  new RegExp(`^(?:the )?account (?:handling|rules?|logic|matching|part|choice)(?: :)?${END}`),
  new RegExp(`^${FOUND}(?: ,| :)? ${USE}${END}`),
  new RegExp(`^${USE} ${FOUND}${END}`),
  new RegExp(`^${NOT_FOUND}(?: ,| :)? ${MAKE}${END}`),
  new RegExp(`^${MAKE} ${NOT_FOUND}${END}`),
  new RegExp(
    `^(?:and )?(?:use|with|link|attach|connect|add|keep)(?: it| him| her| them)?(?: to| with)? (?:the|an|our|that) (?:account|company)(?: that)? (?:(?:we|you|i)(?: already)?(?: have| got| know)|(?:already )?(?:exists|there|on file|in the system))${END}`,
  ),
  new RegExp(
    `^(?:but )?(?:without|with no|no|not)(?: creating| making| adding)?(?: an| a| any)? (?:new|another|second|duplicate) (?:account|company)${END}`,
  ),
  new RegExp(
    `^(?:keep|use|with|link|attach|connect|add|assign)(?: it| him| her| them)?(?: to| with)? (?:the|his|her|its|their|an|any|that|this) (?:(?:existing|current|old|same) )?(?:account|company)${INSTEAD}${LAST}`,
  ),
  new RegExp(
    `^(?:his|her|their|its|the) (?:lead s )?(?:company|firm|business|employer|organi[sz]ation) (?:is|exists) (?:already |now |also )*(?:(?:as |in |on |one of |known |there )*(?:(?:an?|our|the|existing|current) )*(?:accounts?|customers?|clients?|salesforce|crm|system|file|there|known))(?: ,)?(?: so)?${END}`,
  ),
];
