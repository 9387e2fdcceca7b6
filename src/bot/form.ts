import { BotState, type Storage } from 'botbuilder';
import { DialogSet, DialogTurnStatus, type Dialog, type DialogContext } from 'botbuilder-dialogs';
import type { FormStep, FormValues } from '../application/form.ts';
import type { RequestId } from '../domain/words.ts';
import { turnOf, type Turn } from './turn.ts';
import type { Reading } from './understand.ts';

/** What a form begins with. */
export interface FormStart {
  readonly values: FormValues;
  /** What else a sentence says. */
  readonly roles?: Reading['roles'];
  readonly unclear?: Reading['unclear'];
  /**
   * `sentence`: steps that it answers completely are passed, and it is told what was understood · `record`: they are
   * passed, for a change of the user that a request answers for · `request`: everything is shown once more.
   */
  readonly from: 'sentence' | 'record' | 'request';
  /** The first that is shown. */
  readonly step?: FormStep;
  /** The draft that is changed; absent for a new one. */
  readonly changing?: RequestId;
}

/** How a form ended. */
export interface FormEnd {
  /** Of the last card that was answered. */
  readonly nonce: string;
  readonly requestId: RequestId;
}

/** The form that one person has open, wherever they opened it. */
export interface Form {
  begin(turn: Turn, start: FormStart): Promise<void>;
  /** Hands the turn to the open form; false when none is open. */
  resume(turn: Turn): Promise<boolean>;
  isOpen(turn: Turn): Promise<boolean>;
  /** The draft that the open form changes. */
  changing(turn: Turn): Promise<RequestId | undefined>;
  /** The request that the form with this card became, for a click that is delivered twice. */
  endOf(turn: Turn, nonce: string): Promise<RequestId | undefined>;
}

/** Kept per person, not per conversation: a form that is opened from a group goes on in the personal chat. */
export function createForm(dialog: Dialog, storage: Storage): Form {
  const state = new BotState(storage, (context) => Promise.resolve(`forms/${turnOf(context).person.id}`));
  const lastEnd = state.createProperty<FormEnd | undefined>('lastEnd');
  const dialogs = new DialogSet(state.createProperty('dialogs')).add(dialog);

  async function run(turn: Turn, work: (dialogs: DialogContext) => ReturnType<DialogContext['continueDialog']>) {
    const result = await work(await dialogs.createContext(turn.context)).catch(unwrapped);
    const ended = result.status === DialogTurnStatus.complete && (result.result as FormEnd | undefined);
    if (ended) await lastEnd.set(turn.context, ended);
    await state.saveChanges(turn.context);
  }

  async function isOpen(turn: Turn): Promise<boolean> {
    return (await dialogs.createContext(turn.context)).activeDialog !== undefined;
  }

  return {
    begin: (turn, start) => run(turn, (context) => context.replaceDialog(dialog.id, start)),
    async resume(turn) {
      if (!(await isOpen(turn))) return false;
      await run(turn, (context) => context.continueDialog());
      return true;
    },
    isOpen,
    async changing(turn) {
      const open = (await dialogs.createContext(turn.context)).activeDialog?.state as Partial<FormStart> | undefined;
      return open?.changing;
    },
    async endOf(turn, nonce) {
      const end = await lastEnd.get(turn.context);
      return end?.nonce === nonce ? end.requestId : undefined;
    },
  };
}

/** The SDK wraps what a dialog throws, and with it the difference between a failure and a bug. */
function unwrapped(err: unknown): never {
  throw err instanceof Error && 'error' in err && err.error instanceof Error ? err.error : err;
}
