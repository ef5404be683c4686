/**
 * `all clear`: may be said only where all is well. `counted`: true only with the number or the limit that stands beside
 * it. `part`: about one incident or one list, and no more. `denies`: says that something is not well, or not known.
 * `elsewhere`: not about how it stands.
 */
export type Meaning = 'all clear' | 'counted' | 'part' | 'denies' | 'elsewhere';

/** Words in the sources by which a reader may think that all is well, by file; a new one has to be entered here. */
export const soothingWords: Readonly<Record<string, Meaning>> = {
  'adapters/slack/render-report.ts: ✅': 'all clear',
  'domain/reports/coverage-lines.ts: no open issues in ': 'counted',
  'domain/reports/coverage-lines.ts:  in full': 'counted',
  'domain/reports/coverage-lines.ts:  inspected.': 'counted',
  'domain/reports/heat-map.ts: nothing open': 'counted',
  'adapters/jira/finish-ticket.ts: Everything that this ticket is about is over. Its workflow offers Trailwarden no transition that is known to mean done (jira.done in config.json names more of them). Please close the ticket.':
    'part',
  'adapters/slack/render.ts: ✅': 'part',
  'domain/announcements/affected.ts: , looks healthy again, being confirmed': 'part',
  'domain/announcements/affected.ts: recorded by another trail, this one fails ': 'part',
  'domain/announcements/burst-announcement.ts: ; nothing was changed.': 'part',
  'domain/announcements/burst-announcement.ts: Blocked calls open no issue and no ticket. Further ones of the same actor within the next hour are kept, and not told again.':
    'part',
  'domain/announcements/headline.ts: : nothing is known to be affected': 'part',
  'domain/announcements/headline.ts: RESOLVED': 'part',
  'domain/announcements/milestones.ts: Resolved. ': 'part',
  'domain/announcements/notes.ts: It looks healthy again; it is called resolved when a second look confirms it.':
    'part',
  'domain/announcements/remedy.ts: Nothing is left to repair. If it was not planned, look through the event history (kept for 90 days) for what was done in the meantime.':
    'part',
  'domain/announcements/remedy.ts: Nothing, as long as it is accepted.': 'part',
  'domain/announcements/remedy.ts: Nothing.': 'part',
  'domain/announcements/remedy.ts: Nothing: it is not followed any more.': 'part',
  'domain/announcements/test-announcement.ts: It shows that an alert for this account reaches this place. It was asked for by hand, nothing happened in AWS, and nothing of it is counted in any report.':
    'part',
  'domain/announcements/test-announcement.ts: Nothing. ': 'part',
  'domain/reports/acceptance-words.ts:  and covers nothing any more.': 'denies',
  'domain/reports/acceptance-words.ts: Everything': 'part',
  'domain/reports/place-state.ts: The last look found nothing that harms the recording.': 'part',
  'usecases/scan/findings-in.ts: still recorded by ': 'part',
  'domain/announcements/headline.ts: CloudTrail delivered nothing for hours': 'denies',
  'domain/announcements/headline.ts: CloudTrail has delivered nothing for hours': 'denies',
  'domain/announcements/headline.ts: the CloudTrail trail covered one Region only': 'denies',
  'domain/announcements/headline.ts: the organization trail covered one account only': 'denies',
  'domain/announcements/loss.ts:  are not recorded by this trail': 'denies',
  'domain/announcements/loss.ts: None': 'denies',
  'domain/reports/coverage-lines.ts:  not inspected': 'denies',
  'doors/measure-milestones.ts: IncidentsResolved': 'elsewhere',
  'domain/reports/coverage-lines.ts: No sweep has run yet, so nothing can be said about what is covered.':
    'denies',
  'domain/reports/daily-report.ts: Not inspected': 'denies',
  'domain/reports/daily-report.ts: Out of scope now, not repaired': 'denies',
  'domain/reports/doubts.ts: a destination was not inspected': 'denies',
  'domain/reports/forwarding-lines.ts: none of the rules is there: no event arrives from there': 'denies',
  'domain/reports/onboarding.ts: Not inspected': 'denies',
  'domain/reports/silent-places.ts:  Nothing ever came from there.': 'denies',
  'domain/reports/unwatched-owners.ts: Whether it logs is only known from what the covered accounts are told, and its settings, its bucket and its key are not looked at. Add that account to the watched ones.':
    'denies',
  'usecases/answer/accept-issues.ts: nothing is open there': 'elsewhere',
  'usecases/answer/unaccept-issues.ts: nothing is accepted there at run time; whitelist.json is changed with a deploy':
    'elsewhere',
  'usecases/day/end-inherited-ticket.ts: Trailwarden watches this account now. The trail is weakened, and others still record everything: that stands in the daily report and has no ticket.':
    'part',
  'doors/measure-sweeps.ts: None': 'denies',
  'adapters/jira/description-blocks.ts: Good to know': 'elsewhere',
  'adapters/jira/good-ends.ts: done close closed resolve resolved fix fixed remediate remediated complete completed finish finished solve solved mitigated':
    'elsewhere',
  'adapters/jira/good-ends.ts: hecho hecha listo lista finalizado finalizada finalizar cerrado cerrada cerrar resuelto resuelta resolver terminado terminada terminar completado completada completar solucionado solucionada':
    'elsewhere',
  'usecases/scan/unread-in.ts: No account that was asked has this bucket: find out whose it is, and scan that account as well.':
    'elsewhere',
  'usecases/scan/unread-in.ts: Scan the account that owns it as well.': 'elsewhere',
};
