const WHAT = '->Account,Asset,Campaign,Case,Contract,Opportunity,Order,Product2,Solution';

/** Tasks and events. */
export const ACTIVITIES = `
Task 00T "Tasks"
  @system
  WhoId ->Contact,Lead kids Tasks cascade "Name ID"
  WhatId ${WHAT} kids Tasks cascade "Related To ID"
  AccountId ->Account ro
  RecordTypeId ->RecordType grant "Record Type ID"
  Subject combobox(255) name = @subject
  ActivityDate date "Due Date Only"
  Status picklist(255) ! defaulted = *Not Started; In Progress; Completed; Waiting on someone else; Deferred
  Priority picklist(20) ! defaulted = High; *Normal; Low
  IsHighPriority boolean ro "High Priority"
  OwnerId ->Group,User ! defaulted "Assigned To ID"
  Description textarea(32000)
  TaskSubtype picklist create restricted = Task; Email; ListEmail; Cadence; Call; LinkedIn
  IsClosed boolean ro "Closed"
  IsArchived boolean ro "Archived"
  CompletedDateTime datetime ro "Completed Date/Time"
  CallDisposition string(255) "Call Result"
  CallDurationInSeconds int "Call Duration"
  CallObject string(255) "Call Object Identifier"
  CallType picklist restricted = Internal; Inbound; Outbound
  IsReminderSet boolean "Reminder Set"
  ReminderDateTime datetime "Reminder Date/Time"
  IsRecurrence boolean create "Create Recurring Series of Tasks"
  RecurrenceActivityId ->Task ro
  RecurrenceStartDateOnly date "Recurrence Start"
  RecurrenceEndDateOnly date "Recurrence End"
  RecurrenceTimeZoneSidKey picklist restricted "Recurrence Time Zone" = @timezones
  RecurrenceType picklist restricted = @recurrence
  RecurrenceInterval int
  RecurrenceDayOfWeekMask int "Recurrence Day of Week Mask"
  RecurrenceDayOfMonth int "Recurrence Day of Month"
  RecurrenceInstance picklist restricted = @nth
  RecurrenceMonthOfYear picklist restricted "Recurrence Month of Year" = @months
  RecurrenceRegeneratedType picklist restricted "Repeat This Task" = RecurrenceRegenerateAfterDueDate; RecurrenceRegenerateAfterToday; Replaced

TaskStatus 01J nocreate noupdate nodelete "Task Status Value" "Task Status Values"
  @setup
  MasterLabel string(255) ro name "Master Label"
  ApiName string(255) ro "API Name"
  SortOrder int ro
  IsDefault boolean ro "Is Default"
  IsClosed boolean ro "Closed"

TaskPriority 01J nocreate noupdate nodelete "Task Priority Value" "Task Priority Values"
  @setup
  MasterLabel string(255) ro name "Master Label"
  ApiName string(255) ro "API Name"
  SortOrder int ro
  IsDefault boolean ro "Is Default"
  IsHighPriority boolean ro "High Priority"

Event 00U "Events"
  @system Activity
  WhoId ->Contact,Lead kids Events cascade "Name ID"
  WhatId ${WHAT} kids Events cascade "Related To ID"
  Subject combobox(255) name = @subject
  RecordTypeId ->RecordType grant "Record Type ID"
  Location string(255)
  IsAllDayEvent boolean "All-Day Event"
  ActivityDateTime datetime "Due Date Time"
  ActivityDate date noagg "Due Date Only"
  DurationInMinutes int "Duration"
  StartDateTime datetime
  EndDateTime datetime
  EndDate date ro
  Description textarea(32000)
  AccountId ->Account ro
  OwnerId ->Calendar,User ! defaulted "Assigned To ID"
  IsPrivate boolean "Private"
  ShowAs picklist defaulted restricted "Show Time As" = *Busy; OutOfOffice|Out of Office; Free
  IsChild boolean ro
  IsGroupEvent boolean ro
  GroupEventType picklist ro defaulted restricted = *0|Non-group Event; 1|Group Event; 2|Proposed Event; 3|IsRecurrence2 Series Pattern
  IsArchived boolean ro "Archived"
  RecurrenceActivityId ->Event ro as - kids RecurringEvents
  IsRecurrence boolean create "Create Recurring Series of Events"
  RecurrenceStartDateTime datetime "Recurrence Start"
  RecurrenceEndDateOnly date "Recurrence End"
  RecurrenceTimeZoneSidKey picklist restricted "Recurrence Time Zone" = @timezones
  RecurrenceType picklist restricted = @recurrence
  RecurrenceInterval int
  RecurrenceDayOfWeekMask int "Recurrence Day of Week Mask"
  RecurrenceDayOfMonth int "Recurrence Day of Month"
  RecurrenceInstance picklist restricted = @nth
  RecurrenceMonthOfYear picklist restricted "Recurrence Month of Year" = @months
  ReminderDateTime datetime "Reminder Date/Time"
  IsReminderSet boolean "Reminder Set"
  EventSubtype picklist create restricted = Event
  IsRecurrence2Exclusion boolean ro "Historical Event, Not Following Recurrence"
  Recurrence2PatternText textarea(512) create "Recurrence Pattern"
  Recurrence2PatternVersion picklist ro restricted "Pattern Version" = 1|RFC 5545 v4 RRULE; 2|RFC 5545 v4_2 RRULE
  IsRecurrence2 boolean ro "Repeat"
  IsRecurrence2Exception boolean ro "Is Exception"
  Recurrence2PatternStartDate datetime ro "Recurrence Pattern Start Date"
  Recurrence2PatternTimeZone string(255) ro "Recurrence Pattern Time Zone Reference"
`;
