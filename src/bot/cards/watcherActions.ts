import type { RequestView } from '../../application/views.ts';
import { nudgePause } from '../../domain/decideReview.ts';
import type { Pending } from '../../domain/request.ts';
import { millisecondsBetween } from '../../domain/words.ts';
import { optional, type Optional } from './optional.ts';

interface Target {
  readonly requestId: number;
  readonly version: number;
}

interface WatcherActions {
  readonly withdraw: Optional<Target>;
  readonly edit: Optional<Target>;
  readonly nudge: Optional<Target>;
  /** A comment, for the other side to read. */
  readonly talk: Optional<Target & { readonly placeholder: string }>;
  readonly force: Optional<Target & { readonly planHash: string; readonly what: string; readonly why: string }>;
}

/** What whoever does not decide on a request can do with it now. */
export function watcherActions({ request, reader, version, at }: RequestView): WatcherActions {
  const own = reader.part === 'requester';
  const { status } = request;
  const pending = status === 'Pending' ? request : undefined;
  const target = { requestId: request.id, version };
  const asks = status === 'Pending' || status === 'Waiting';
  return {
    withdraw: optional(own && (asks || status === 'Draft'), target),
    edit: optional(own && pending?.approvals.length === 0, target),
    nudge: optional(own && pending !== undefined && canNudge(pending, at), target),
    talk: optional(own && asks, { ...target, placeholder: 'For everybody who decides' }),
    force: optional(pending !== undefined && reader.part === 'observer' && reader.admin === true, {
      ...target,
      planHash: request.planHash,
      what: 'Forcing lets it through without the approvals that are missing.',
      why: 'All other admins are told at once, with your name and the reason; if you are the only one, the approvers are. Every card says it for ever.',
    }),
  };
}

function canNudge({ nudgedAt }: Pending, at: RequestView['at']): boolean {
  return nudgedAt === undefined || millisecondsBetween(nudgedAt, at) >= nudgePause;
}
