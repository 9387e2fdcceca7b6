import { measureAudit } from '../application/auditExport.ts';
import { verifyAudit, type AuditVerdict } from '../application/auditVerify.ts';
import { millisecondsBetween, type RequestId } from '../domain/words.ts';
import { adminsOnly } from './adminsOnly.ts';
import { offerAudit } from './auditFile.ts';
import { filesAreTaken, largestFile } from './files.ts';
import { noticeCard } from './cards/menuCards.ts';
import { readAuditCall, type AuditCall } from './reading/audits.ts';
import { reply } from './reply.ts';
import type { Turn } from './turn.ts';
import { verdictText } from './words/auditWords.ts';
import type { Notice } from './words/notice.ts';

/** `args`: `verify`, or `export` with a request or days. */
export function tellAudit(turn: Turn, args: string): Promise<void> {
  return adminsOnly(turn, { what: 'look into the audit', why: 'It tells of the requests of everybody' }, () => {
    const call = readAuditCall(args);
    switch (call.kind) {
      case 'verify':
        return verify(turn);
      case 'export':
        return offer(turn, call);
      case 'unclear':
        return reply(turn, noticeCard(usage(args, call.why)));
    }
  });
}

/** Milliseconds. Teams sends a message again that is not answered within fifteen seconds. */
const patience = 8_000;

async function verify(turn: Turn): Promise<void> {
  const { app } = turn;
  const begun = app.world.now();
  const goOn = (): boolean => millisecondsBetween(begun, app.world.now()) < patience;
  const verdict = await verifyAudit({ audit: app.audit, sha256: (text) => app.world.sha256(text) }, { goOn });
  await reply(turn, noticeCard(verdictNotice(verdict)));
}

function verdictNotice(verdict: AuditVerdict): Notice {
  const what = verdictText(verdict);
  switch (verdict.kind) {
    case 'whole':
      return {
        tone: 'good',
        what,
        why: 'Each entry holds the hash of the one before, and every event of every request has its entry.',
        todo:
          verdict.head.seq === 0
            ? ''
            : `To prove later that nobody wrote it anew, keep this elsewhere: ${verdict.head.seq}:${verdict.head.hash}`,
      };
    case 'unfinished':
      return {
        tone: 'info',
        what,
        why: 'A chat does not wait long enough for the whole audit.',
        todo: 'Run “npm run audit:verify” where Seatkeeper runs.',
      };
    case 'broken':
      return {
        tone: 'attention',
        what,
        why: 'Somebody changed the database past Seatkeeper. This is the first place; there may be more behind it.',
        todo: 'Compare it with a backup or an earlier export, and find out who can change the database.',
      };
  }
}

async function offer(turn: Turn, wanted: Extract<AuditCall, { kind: 'export' }>): Promise<void> {
  const taken = filesAreTaken(turn);
  if (taken !== 'here') return reply(turn, noticeCard(taken === 'elsewhere' ? noFiles : noFilesInCloud));
  const { filter, format } = wanted;
  const { requestId } = filter;
  if (requestId !== undefined && !(await turn.app.store.findRequest(requestId))) {
    return reply(turn, noticeCard(noRequest(requestId)));
  }
  const bytes = await measureAudit(turn.app.audit, { filter, format }, largestFile);
  if (bytes === 'more') return reply(turn, noticeCard(tooLarge));
  await offerAudit(turn, { filter, format }, bytes);
}

const commandLine = '“npm run audit:export” where Seatkeeper runs';

const noFiles: Notice = {
  tone: 'info',
  what: 'This chat takes no files.',
  why: 'Teams takes files of a bot in the personal chat with it only.',
  todo: `Write “audit export” in the personal chat with Seatkeeper in Teams, or run ${commandLine}.`,
};

const noFilesInCloud: Notice = {
  tone: 'info',
  what: 'Seatkeeper cannot send files in this cloud.',
  why: 'Teams takes no files of bots in GCC High, DoD and China.',
  todo: `Run ${commandLine}.`,
};

const tooLarge: Notice = {
  tone: 'info',
  what: 'That is too much for a file in chat.',
  why: 'A file in chat has at most 10 MB.',
  todo: `Ask for fewer days, such as “audit export 2026-01-01..2026-03-31”, or run ${commandLine}.`,
};

function noRequest(id: RequestId): Notice {
  return {
    tone: 'warning',
    what: `There is no request #${id}.`,
    why: 'Nothing was exported. The number may be wrong; what was a request once keeps its number for ever.',
    todo: 'Look for it in the list of requests.',
    buttons: [{ title: 'Open requests', data: { command: 'requests', scope: 'open' } }],
  };
}

const wrongDays = {
  noDay: 'one of these days is not in the calendar.',
  backwards: 'its last day is before its first.',
} as const;

function usage(args: string, why?: keyof typeof wrongDays): Notice {
  const said = `“${args.slice(0, 60)}”`;
  return {
    ...howTo,
    ...(args !== '' && { what: why ? `${said}: ${wrongDays[why]}` : `${said} is nothing that the audit can do.` }),
  };
}

const howTo: Notice = {
  tone: 'info',
  what: 'What about the audit?',
  why: 'It tells who did what and when. Every entry holds the hash of the one before, so that no change goes unseen.',
  todo: '“audit verify” looks whether it is whole. “audit export” gives it as a file: “audit export 104” for one request, “audit export 2026-01-01..2026-06-30” for some days, with “jsonl” behind it for JSON Lines.',
  buttons: [{ title: 'Verify', data: { command: 'say', args: '/audit verify' } }],
};
