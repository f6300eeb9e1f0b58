import { ipswich } from '@cairn/frameworks';

const { submissionWindow, invitationsSentOn, sessionTerm } = ipswich;

/** The programme's year. Everything here has happened long before it is recorded: the play records it in retrospect. */
export const calendar = {
  founded: '2018-09-03',
  /** First day of the inspections on which the needs rest, and over how many days they are spread. */
  inspections: { from: '2017-09-11', days: 400 },
  assessments: '2019-01-14',
  designed: '2019-02-18',
  invitations: invitationsSentOn,
  launched: '2019-04-05',
  groupsFormed: '2019-04-08',
  /** Two deputies give up the seats that they had taken for a while. */
  withdrawals: '2019-04-10',
  enrolments: '2019-04-12',
  before: sessionTerm.firstDay,
  waivers: '2019-07-12',
  window: { announcedOn: '2019-07-15', ...submissionWindow },
  plans: '2019-09-16',
  approvals: '2019-10-28',
  releases: '2019-11-11',
  after: '2019-12-02',
  /** Last day of the sponsor's commitment. */
  sponsoredUntil: '2019-12-31',
} as const;

/** The day so many days after another. */
export const daysAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

/** An instant of a day, in UTC: by default at ten in the morning. */
export const at = (day: string, time = '10:00'): string => `${day}T${time}:00.000Z`;

/** Minutes after an instant. */
export const minutesAfter = (instant: string, minutes: number): string => new Date(Date.parse(instant) + minutes * 60_000).toISOString();
