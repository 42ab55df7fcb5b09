/** Value lists that several fields share, and the ones a default org ships. */
export const LISTS: Record<string, string> = {
  source: 'Web; Phone Inquiry; Partner Referral; Purchased List; Other',
  rating: 'Hot; Warm; Cold',
  industry:
    'Agriculture; Apparel; Banking; Biotechnology; Chemicals; Communications; Construction; Consulting; Education; Electronics; Energy; ' +
    'Engineering; Entertainment; Environmental; Finance; Food & Beverage; Government; Healthcare; Hospitality; Insurance; Machinery; ' +
    'Manufacturing; Media; Not For Profit; Recreation; Retail; Shipping; Technology; Telecommunications; Transportation; Utilities; Other',
  salutation: 'Mr.; Ms.; Mrs.; Dr.; Prof.',
  salutationMx: 'Mr.; Ms.; Mrs.; Dr.; Prof.; Mx.',
  geocode:
    'Address; NearAddress; Block; Street; ExtendedZip; Zip; Neighborhood; City; County; State; Unknown',
  clean:
    'Matched|In Sync; Different; Acknowledged|Reviewed; NotFound|Not Found; Inactive; Pending|Not Compared; SelectMatch|Select Match; Skipped',
  subject: 'Call; Email; Meeting; Send Letter/Quote; Other',
  stage:
    'Prospecting; Qualification; Needs Analysis; Value Proposition; Id. Decision Makers; Perception Analysis; Proposal/Price Quote; ' +
    'Negotiation/Review; Closed Won; Closed Lost',
  leadStatus: '*Open - Not Contacted; Working - Contacted; Closed - Converted; Closed - Not Converted',
  role: 'Business User; Decision Maker; Economic Buyer; Economic Decision Maker; Evaluator; Executive Sponsor; Influencer; Technical Buyer; Other',
  recurrence: `RecursDaily|Recurs Daily; RecursEveryWeekday|Recurs Every Weekday; RecursMonthly|Recurs Monthly; RecursMonthlyNth|Recurs Monthly Nth; RecursWeekly|Recurs Weekly; RecursYearly|Recurs Yearly; RecursYearlyNth|Recurs Yearly Nth`,
  nth: 'First|1st; Second|2nd; Third|3rd; Fourth|4th; Last|last',
  months: 'January; February; March; April; May; June; July; August; September; October; November; December',
  currency: 'USD; EUR; GBP; JPY; CHF; CAD; AUD; SEK; INR; BRL',
  timezones: [
    ...Intl.supportedValuesOf('timeZone'),
    ...'GMT UTC Asia/Kolkata Asia/Kathmandu Asia/Ho_Chi_Minh Asia/Choibalsan America/Argentina/Buenos_Aires'.split(
      ' ',
    ),
    ...'America/Indiana/Indianapolis America/Montreal Pacific/Johnston'.split(' '),
  ].join('; '),
  locales: '*en_US; en_GB; de_DE; fr_FR; ja_JP; es_ES; it_IT; nl_NL; pt_BR; en_AU; en_CA; en_IN',
  languages: '*en_US; de; es; fr; it; ja; sv; ko; zh_TW; zh_CN; pt_BR; nl_NL; da; th; fi; ru; es_MX; no',
};
