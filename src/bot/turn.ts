import type { TurnContext } from 'botbuilder';
import type { App } from '../application/app.ts';
import type { ChannelId, Person, PlanHash, RequestId } from '../domain/words.ts';
import type { Place } from './activity.ts';

/** An approval that counts once its approver has signed in afresh. */
export interface PendingApproval {
  readonly id: RequestId;
  readonly planHash: PlanHash;
  readonly comment?: string;
}

/** One thing that one person said or clicked, from the moment it is authenticated. */
export interface Turn {
  readonly context: TurnContext;
  readonly app: App;
  readonly person: Person;
  readonly place: Place;
  /** Of a team, where it is said or clicked in one. */
  readonly channel?: ChannelId | undefined;
  /** Only this person sees the message, and wants to see the answer. */
  readonly targeted: boolean;
  /** Without mentions and odd white space. */
  readonly text: string;
  /** They said “yes” to it beforehand, so nothing is asked first. */
  readonly sure?: true;
  /** What shows the list again on which a button was pressed. */
  readonly back?: string;
  /** Put before a context, it writes down and paces what is sent there. */
  readonly outbox: (context: TurnContext) => void;
  /** Named in every log line and every failure card of this turn. */
  readonly correlationId: string;
  /** Lets the person sign in for an approval; false when they cannot be written to. Absent where no OAuth connection is configured. */
  readonly askSignIn?: (turn: Turn, approval: PendingApproval) => Promise<boolean>;
}

const key = Symbol('turn');

/** So that a dialog, which gets a context only, finds the turn it runs in, and that whatever is sent there goes through its outbox. */
export function attachTurn(turn: Turn): void {
  if (!turn.context.turnState.has(key)) turn.outbox(turn.context);
  turn.context.turnState.set(key, turn);
}

/** The same turn with other words, for whoever reads it from here on. */
export function saying(turn: Turn, text: string): Turn {
  const said = { ...turn, text };
  attachTurn(said);
  return said;
}

export function turnOf(context: TurnContext): Turn {
  const turn = context.turnState.get<Turn | undefined>(key);
  if (!turn) throw new Error('A dialog ran outside a turn');
  return turn;
}
