/** Queries of our own making, valid and not, to compare the parser with Salesforce's grammar. */
const conditions = `
Name = 'Acme' | Name != 'Acme' | Name <> 'Acme' | Name < 'M' | Name <= 'M' | Name > 'M' | Name >= 'M' | Name = null | Name != NULL
Name LIKE 'A%' | Name LIKE '_b%' | Name LIKE '100\\%' | Name LIKE 'a\\_b' | Name like 'x' | Name LIKE null | Name LIKE 5 | NAME='acme'
Name IN ('a') | Name IN ('a','b', 'c') | Name NOT IN ('a') | Name IN (1, 2) | Name IN (null) | Name IN ('a', null) | Name not in ('x')
Amount = 5 | Amount = 5.25 | Amount = .5 | Amount = -5 | Amount = +5 | Amount = - 5 | Amount > 1000000 | Amount = USD5000 | Amount > EUR10.50
Active__c = TRUE | Active__c = false | Active__c != true | IsDeleted=FALSE
CloseDate = 2026-11-23 | CloseDate > 2026-01-01 | CreatedDate > 2026-11-23T09:30:00Z | CreatedDate = 2026-11-23T09:30:00.000Z
CreatedDate < 2026-11-23T09:30:00+01:00 | CreatedDate < 2026-11-23T09:30:00-0800 | Start__c = 10:15:00Z | Start__c = 10:15:00.123Z
CloseDate = TODAY | CloseDate = yesterday | CloseDate = TOMORROW | CloseDate = LAST_WEEK | CloseDate = THIS_WEEK | CloseDate = NEXT_WEEK
CloseDate = LAST_MONTH | CloseDate = THIS_MONTH | CloseDate = NEXT_MONTH | CloseDate = LAST_90_DAYS | CloseDate = NEXT_90_DAYS
CloseDate = THIS_QUARTER | CloseDate = LAST_QUARTER | CloseDate = NEXT_QUARTER | CloseDate = THIS_YEAR | CloseDate = LAST_YEAR | CloseDate = NEXT_YEAR
CloseDate = THIS_FISCAL_QUARTER | CloseDate = LAST_FISCAL_QUARTER | CloseDate = NEXT_FISCAL_QUARTER | CloseDate = THIS_FISCAL_YEAR
CloseDate = LAST_FISCAL_YEAR | CloseDate = NEXT_FISCAL_YEAR | CloseDate = LAST_N_DAYS:30 | CloseDate = next_n_days:7 | CloseDate > LAST_N_WEEKS:2
CloseDate = NEXT_N_WEEKS:2 | CloseDate = LAST_N_MONTHS:3 | CloseDate = NEXT_N_MONTHS:3 | CloseDate = LAST_N_QUARTERS:1 | CloseDate = NEXT_N_QUARTERS:1
CloseDate = LAST_N_YEARS:5 | CloseDate = NEXT_N_YEARS:5 | CloseDate = LAST_N_FISCAL_QUARTERS:2 | CloseDate = NEXT_N_FISCAL_QUARTERS:2
CloseDate = LAST_N_FISCAL_YEARS:2 | CloseDate = NEXT_N_FISCAL_YEARS:2 | CloseDate = N_DAYS_AGO:3 | CloseDate = N_WEEKS_AGO:3 | CloseDate = N_MONTHS_AGO:3
CloseDate = N_QUARTERS_AGO:3 | CloseDate = N_YEARS_AGO:3 | CloseDate = N_FISCAL_QUARTERS_AGO:3 | CloseDate = N_FISCAL_YEARS_AGO:3
CloseDate IN (TODAY, TOMORROW) | Skills__c INCLUDES ('a') | Skills__c INCLUDES ('a;b', 'c') | Skills__c excludes ('a') | Skills__c EXCLUDES ('a','b')
Name = 'a' AND Name != 'b' | Name = 'a' OR Name = 'b' | Name = 'a' AND Name = 'b' AND Name = 'c' | (Name = 'a') | ((Name = 'a'))
(Name = 'a' OR Name = 'b') AND Amount > 5 | Name = 'a' OR (Amount > 5 AND Amount < 9) | NOT Name = 'a' | NOT (Name = 'a' AND Amount = 5)
Amount = 5 AND (NOT Name LIKE 'a%') | (NOT Name = 'a') OR (NOT Name = 'b') | Account.Name = 'a' | Account.Owner.Profile.Name = 'a' | Account__r.Name__c = 'a'
What.Type = 'Account' | What.Type IN ('Account','Opportunity') | Id IN (SELECT AccountId FROM Contact) | Id NOT IN (SELECT AccountId FROM Contact WHERE Name = 'x')
Id IN (SELECT WhatId FROM Task WHERE Subject LIKE 'Call%' AND Status = 'Open') AND Name != null | CALENDAR_YEAR(CreatedDate) = 2026 | DAY_ONLY(CreatedDate) = TODAY
HOUR_IN_DAY(convertTimezone(CreatedDate)) > 8 | toLabel(Status) = 'Offen' | DISTANCE(Location__c, GEOLOCATION(37.7, -122.4), 'mi') < 20
Name = 'O\\'Brien' | Name = 'back\\\\slash' | Name = 'tab\\tnew\\nline' | Name = 'caf\\u00e9' | Name = 'Ünïcödé' | Name = '' | Name = 'it"s' | Name = 'a | b'
Group = 'x' | Order = 'x' | End = 1 | View = 'a' | Data = 'a' | Offset = 1 | Name='a'AND Amount=5 | Account . Name = 'a'
Name = | Name | = 'a' | Name = 'a' AND | AND Name = 'a' | Name = 'a' OR | Name = 'a' AND Amount = 5 OR Amount = 6 | Name = 'a' OR Amount = 5 AND Amount = 6
NOT Name = 'a' AND Amount = 5 | NOT NOT Name = 'a' | Amount = 5 AND NOT Name = 'a' | NOT | (Name = 'a' | Name = 'a') | () | Name == 'a' | Name =! 'a'
Name = "a" | Name = a | Name = :a | Name IN :a | Name IN (:a) | Name IN () | Name IN 'a' | Name IN ('a',) | Name IN (,'a') | Name NOT ('a') | Name NOT LIKE 'a'
Name INCLUDES 'a' | Skills__c INCLUDES () | Amount = 1e5 | Amount = 5. | Amount = 1,000 | Amount = --5 | Amount = 5 6 | Amount BETWEEN 1 AND 2 | Name IS NULL | Name = 'a
Name = 'bad\\q' | Name = '100\\%' | Name = 'bad\\u12' | CloseDate = 2026-1-1 | CloseDate = 26-01-01 | CreatedDate = 2026-11-23T09:30:00 | CreatedDate = 2026-11-23T09:30Z
CloseDate = LAST_N_DAYS | CloseDate = LAST_N_DAYS: | CloseDate = LAST_N_DAYS:-1 | CloseDate = LAST_N_DAYS:x | CloseDate = TODAY:5 | CloseDate = LAST_N_DECADES:1
CloseDate = NOW | CloseDate = TODAY() | Amount + Tax__c > 5 | Amount * 2 > 5 | COUNT() = 5 | LOWER(Name, 'x') = 'a' | Id IN (SELECT Id, Name FROM Contact)
Id IN (SELECT AccountId FROM Contact LIMIT 5) | Id IN (SELECT AccountId FROM Contact ORDER BY Name) | Id IN SELECT AccountId FROM Contact | Id = (SELECT AccountId FROM Contact)
Like = 'a' | Select = 'a' | Not = 'a' | Null = 'a'`;

const selections = `
Id | Id, Name | id,NAME , Amount | Account.Name | Account.Owner.Name, Id | My__c, My__r.Name | FIELDS(ALL) | FIELDS(STANDARD), My__c | FIELDS(CUSTOM) | fields(all)
COUNT() | count( ) | COUNT(Id) | COUNT(Id) total | SUM(Amount) s, AVG(Amount) a, MIN(Amount), MAX(Amount) | COUNT_DISTINCT(Name) | toLabel(Status) | toLabel(Status) label
FORMAT(Amount) | FORMAT(Amount) amt, Amount | convertCurrency(Amount) | FORMAT(MIN(CloseDate)) m | CALENDAR_YEAR(CreatedDate) | GROUPING(Name) g | Id i | Name AS n
(SELECT Id FROM Contacts) | Id, (SELECT Id, Name FROM Contacts WHERE Name = 'a' ORDER BY Name LIMIT 5) | (SELECT Id FROM Contacts), (SELECT Id FROM Opportunities)
(SELECT Id, (SELECT Id FROM Tasks) FROM Contacts) | (SELECT Id FROM Contacts) kids | Group, Order, End, Data, View, Offset, Case, Scope, Reference | Id order
TYPEOF What WHEN Account THEN Phone END | TYPEOF What WHEN Account THEN Phone, Name WHEN Opportunity THEN Amount ELSE Name END | Id, TYPEOF What WHEN Account THEN Id END, Subject
TYPEOF What ELSE Name END | TYPEOF What WHEN Account Phone END | TYPEOF What WHEN Account THEN END | TYPEOF What WHEN Account THEN Phone | TYPEOF What END
DISTANCE(Location__c, GEOLOCATION(37.7, -122.4), 'km') | DISTANCE(Location__c, GEOLOCATION(37.7, -122.4), 'km') far | Account. Name | Account .Name
* | Id, | , Id | Id Name Phone | Id,, Name | COUNT(*) | COUNT(Id, Name) | COUNT() total | COUNT(), Id | Id, COUNT() | SUM() | F(5) | F('a') | (Id) | SELECT Id
From | Where | Id FROM | 'Id' | 5 | null | DISTINCT Name | Id; | (SELECT Id FROM Contacts | (SELECT FROM Contacts) | FIELDS() | TYPEOF`;

const tails = `
LIMIT 10 | LIMIT 0 | LIMIT 10 OFFSET 20 | OFFSET 5 | limit 1 offset 1 | ORDER BY Name | ORDER BY Name ASC | ORDER BY Name DESC NULLS LAST | ORDER BY Name NULLS FIRST
ORDER BY Name, Amount DESC, Account.Name ASC NULLS LAST | ORDER BY COUNT(Id) DESC | ORDER BY Name LIMIT 5 OFFSET 5 | WHERE Name = 'a' ORDER BY Name LIMIT 1
GROUP BY Name | GROUP BY Name, Type | GROUP BY Account.Name | GROUP BY CALENDAR_YEAR(CreatedDate) | GROUP BY DAY_ONLY(convertTimezone(CreatedDate)) | GROUP BY ROLLUP(Name)
GROUP BY ROLLUP(Name, Type) | GROUP BY CUBE(Name, Type) | GROUP BY Name HAVING COUNT(Id) > 1 | GROUP BY Name HAVING COUNT(Id) > 1 AND Name LIKE 'a%' ORDER BY COUNT(Id) LIMIT 5
GROUP BY ROLLUP(Name) HAVING GROUPING(Name) = 0 | WITH SECURITY_ENFORCED | WITH USER_MODE | WHERE Name = 'a' WITH USER_MODE LIMIT 5 | WITH UserId = '005xx'
WITH DATA CATEGORY Geo__c AT Europe__c | WITH DATA CATEGORY Geo__c ABOVE_OR_BELOW (Europe__c, Asia__c) AND Product__c BELOW X__c
WITH RecordVisibilityContext (maxDescriptorPerRecord=100, supportsDomains=true, supportsDelegates=true) | USING SCOPE mine | USING SCOPE Everything WHERE Name = 'a'
using scope delegated order by Name | a | AS a | a WHERE a.Name = 'x' | a, a.Owner o | a, a.Owner o WHERE o.Name = 'x' | FOR VIEW | FOR REFERENCE | LIMIT 1 FOR VIEW
UPDATE TRACKING | UPDATE VIEWSTAT | UPDATE TRACKING, VIEWSTAT | WHERE Name = 'a' GROUP BY Name ORDER BY Name LIMIT 1 OFFSET 1
LIMIT | LIMIT x | LIMIT 1.5 | LIMIT -1 | LIMIT '1' | LIMIT 1 LIMIT 2 | OFFSET 1 LIMIT 1 | OFFSET | ORDER Name | ORDER BY | ORDER BY Name, | ORDER BY Name ASC DESC
ORDER BY Name NULLS | ORDER BY Name NULLS FIRST ASC | ORDER BY 1 | LIMIT 1 ORDER BY Name | LIMIT 1 WHERE Name = 'a' | GROUP Name | GROUP BY | GROUP BY () | GROUP BY ROLLUP
GROUP BY ROLLUP Name | GROUP BY Name, ROLLUP(Type) | GROUP BY ROLLUP() | HAVING COUNT(Id) > 1 | GROUP BY Name HAVING | ORDER BY Name GROUP BY Name | WHERE | WHERE WHERE
WITH | WITH UserId = 5 | WITH USER_MODE WHERE Name = 'a' | USING mine | USING SCOPE | FOR UPDATE | FOR | FOR VIEW LIMIT 1 | ALL ROWS | UPDATE | a b | AS | ,Contact
BIND x = 5 | ; | -- comment | // comment | /* comment */ | ) | JOIN Contact ON Id = AccountId | UNION SELECT Id FROM Contact`;

const whole = [
  '',
  'SELECT',
  'SELECT Id',
  'SELECT Id FROM',
  'FROM Account',
  'SELECT Id FORM Account',
  'SELECT Id FROM Account.Contacts',
  'SELECT Id FROM Group',
  'SELECT Id FROM Order',
  'SELECT Id FROM Case',
  'SELECT Id FROM 5',
  "SELECT Id FROM 'Account'",
  'SELECT Id FROM Select',
  'INSERT INTO Account',
  'DELETE FROM Account',
  'select id from account',
  'SeLeCt Id FrOm Account',
  '  SELECT\n  Id,\n\tName\nFROM\n  Account\nWHERE\n  Name = null  ',
  'SELECTId FROM Account',
  'SELECT Id FROMAccount',
];

const fragments = (text: string): string[] =>
  text
    .split(/ \| |\n/)
    .map((fragment) => fragment.trim())
    .filter((fragment) => fragment !== '');

export const syntaxQueries: readonly string[] = [
  ...new Set([
    ...whole,
    ...fragments(conditions).map((condition) => `SELECT Id FROM Account WHERE ${condition}`),
    ...fragments(selections).map((selection) => `SELECT ${selection} FROM Account`),
    ...fragments(tails).map((tail) => `SELECT Id FROM Account ${tail}`),
  ]),
];
