import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import { checkStep, formChoices } from '../src/application/checkForm.ts';
import { changeDraft, draftRequest } from '../src/application/draftRequest.ts';
import type { FormRefusal, FormStep, FormValues } from '../src/application/form.ts';
import { viewRequest } from '../src/application/viewRequest.ts';
import { formCard } from '../src/bot/cards/formCards.ts';
import { noticeCard } from '../src/bot/cards/menuCards.ts';
import { requestCard } from '../src/bot/cards/requestCard.ts';
import { isFailure } from '../src/bot/failures.ts';
import type { FormEnd, FormStart } from '../src/bot/form.ts';
import { reply } from '../src/bot/reply.ts';
import { turnOf, type Turn } from '../src/bot/turn.ts';
import { readValues } from '../src/bot/understand.ts';
import { failureNotice } from '../src/bot/words/failures.ts';
import type { Notice } from '../src/bot/words/notice.ts';
import { refusalNotice } from '../src/bot/words/refusals.ts';
import { readClick, type FormClick } from './cardPrompt.ts';
import {
  earliest,
  formVersion,
  isComplete,
  merge,
  readState,
  salvage,
  stepAfter,
  stepBefore,
  stepOf,
  type FormState,
} from './formState.ts';
import { formView } from './formView.ts';
import { formNotices } from './formNotices.ts';
import { rolesNamedIn } from './roleNames.ts';

/**
 * Asks for what a request needs, three cards long. Its state is a few values and the nonce of the one card that may
 * answer; the draft that it ends with needs no dialog any more: its review card stands on the saved request.
 */
export class RequestUserDialog extends Dialog {
  constructor() {
    super('requestUser');
  }

  override async beginDialog(context: DialogContext, start: FormStart): Promise<DialogTurnResult> {
    const turn = turnOf(context.context);
    const { values, from, changing } = start;
    const state: FormState = {
      version: formVersion,
      step: 'what',
      values,
      nonce: '',
      understood: from === 'sentence' ? (Object.keys(values) as (keyof FormValues)[]) : [],
      ...(changing && { changing }),
    };
    if (from === 'request') return this.#show(context, turn, state);
    return this.#guarded(context, turn, state, () => this.#pass(context, turn, state, 'access'));
  }

  override async continueDialog(context: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(context.context);
    const saved = (context.activeDialog?.state ?? {}) as object;
    const state = readState(saved);
    if (!state) {
      const { values, changing } = salvage(saved);
      const restarted: FormState = {
        version: formVersion,
        step: 'what',
        values,
        nonce: '',
        understood: [],
        ...(changing && { changing }),
      };
      return this.#show(context, turn, restarted, { notice: formNotices.restarted });
    }
    if (turn.context.activity.type !== 'invoke') return this.#hear(context, turn, state);
    const click = readClick(turn.context.activity.value);
    if (!click) return this.#show(context, turn, state, { notice: formNotices.illegible });
    if (click.nonce !== state.nonce) {
      // The same click delivered twice is answered like the first time, without a word.
      const twice = click.nonce === state.answered;
      return this.#show(context, turn, state, { ...(!twice && { notice: formNotices.outOfDate }) });
    }
    return this.#answer(context, turn, { ...state, answered: click.nonce }, click);
  }

  #answer(context: DialogContext, turn: Turn, state: FormState, click: FormClick): Promise<DialogTurnResult> {
    const filled = { ...state, values: merge(state.values, click.inputs) };
    switch (click.verb) {
      case 'cancel':
        return this.#cancel(context, turn, state);
      case 'back':
        return this.#show(context, turn, { ...filled, step: stepBefore(state.step) ?? state.step });
      case 'next':
        return this.#guarded(context, turn, filled, () => this.#next(context, turn, filled));
    }
  }

  /** Words in the middle of a form. */
  async #hear(context: DialogContext, turn: Turn, state: FormState): Promise<DialogTurnResult> {
    const word = turn.text.toLowerCase().replace(/^\//, '');
    if (word === 'cancel') return this.#cancel(context, turn, state);
    if (word === 'back') return this.#show(context, turn, { ...state, step: stepBefore(state.step) ?? state.step });
    if (word === 'help') return this.#show(context, turn, state, { notice: formNotices.help });
    if (word === 'request' || word === '') return this.#show(context, turn, state, { notice: formNotices.open });
    return this.#guarded(context, turn, state, () => this.#read(context, turn, state));
  }

  async #read(context: DialogContext, turn: Turn, state: FormState): Promise<DialogTurnResult> {
    const { environments, today } = formChoices(turn.app);
    const read = readValues(turn.text, environments, today);
    const roleIds = state.step === 'access' ? await rolesNamedIn(turn, state.values) : undefined;
    const news: FormValues = { ...read, ...(roleIds && { roleIds }) };
    const fields = Object.keys(news) as (keyof FormValues)[];
    if (fields.length === 0) return this.#show(context, turn, state, { notice: formNotices.notUnderstood });
    const step = earliest([state.step, ...fields.map(stepOf)]) ?? state.step;
    const understood = [...new Set([...state.understood, ...fields])];
    const told = { ...state, step, values: merge(state.values, news), understood };
    return this.#pass(context, turn, told, state.step === 'what' ? 'access' : state.step);
  }

  /** Passes the steps that are answered completely and rightly, up to `last`, which is always shown. */
  async #pass(context: DialogContext, turn: Turn, state: FormState, last: FormStep): Promise<DialogTurnResult> {
    let current = state;
    for (;;) {
      const checked = await check(turn, current);
      const next = stepAfter(current.step);
      if (checked.length > 0 || current.step === last || !next || !isComplete(current.step, current.values)) {
        // What nobody was asked yet is not missing.
        const refusals = checked.filter(({ code }) => code !== 'Missing');
        return this.#show(context, turn, current, { refusals });
      }
      current = { ...current, step: next };
    }
  }

  async #next(context: DialogContext, turn: Turn, state: FormState): Promise<DialogTurnResult> {
    const refusals = await check(turn, state);
    if (refusals.length > 0) return this.#show(context, turn, state, { refusals });
    const next = stepAfter(state.step);
    return next ? this.#show(context, turn, { ...state, step: next }) : this.#finish(context, turn, state);
  }

  async #finish(context: DialogContext, turn: Turn, state: FormState): Promise<DialogTurnResult> {
    const { app, person: requester, correlationId } = turn;
    const input = { requester, values: state.values, correlationId };
    const result = state.changing
      ? await changeDraft(app, { ...input, id: state.changing })
      : await draftRequest(app, input);
    if (result.ok) {
      await reply(turn, requestCard(result.value));
      return end(context, state, result.value.request.id);
    }
    const { refusal } = result;
    if ('code' in refusal) {
      const id = state.changing;
      const view = id && (await viewRequest(app, { id, reader: requester }));
      const notice = refusalNotice(refusal, view);
      await reply(turn, view ? requestCard(view, notice) : noticeCard(notice));
      return context.endDialog();
    }
    const step = earliest(refusal.map(({ field }) => stepOf(field))) ?? state.step;
    return this.#show(context, turn, { ...state, step }, { refusals: refusal });
  }

  async #cancel(context: DialogContext, turn: Turn, state: FormState): Promise<DialogTurnResult> {
    const view = state.changing && (await viewRequest(turn.app, { id: state.changing, reader: turn.person }));
    await reply(turn, view ? requestCard(view, formNotices.unchanged) : noticeCard(formNotices.cancelled));
    return context.endDialog();
  }

  /** What was typed is kept when the world does not answer, and the form says so. */
  async #guarded(
    context: DialogContext,
    turn: Turn,
    state: FormState,
    work: () => Promise<DialogTurnResult>,
  ): Promise<DialogTurnResult> {
    try {
      return await work();
    } catch (err) {
      if (!isFailure(err)) throw err;
      const { app, correlationId } = turn;
      app.log.warn({ correlationId, personId: turn.person.id, step: state.step, err }, 'A form could not go on');
      const environment = state.values.environment && app.settings.environments.get(state.values.environment);
      // The roles cannot be shown without the environment's answer.
      const step = state.step === 'access' && err.service === 'dataverse' ? 'account' : state.step;
      const notice = failureNotice(err, environment, correlationId);
      return this.#show(context, turn, { ...state, step }, { notice });
    }
  }

  async #show(
    context: DialogContext,
    turn: Turn,
    state: FormState,
    { notice, refusals = [] }: { readonly notice?: Notice; readonly refusals?: readonly FormRefusal[] } = {},
  ): Promise<DialogTurnResult> {
    const shown = { ...state, nonce: turn.app.world.uuid() };
    const card = formCard(await formView(turn, shown, refusals), notice);
    const active = context.activeDialog;
    if (active) active.state = shown;
    await reply(turn, card);
    return Dialog.EndOfTurn;
  }
}

async function check({ app, person }: Turn, { step, values }: FormState): Promise<readonly FormRefusal[]> {
  const checked = await checkStep(app, { step, values, requester: person });
  return checked.ok ? [] : checked.refusal;
}

function end(context: DialogContext, state: FormState, requestId: FormEnd['requestId']): Promise<DialogTurnResult> {
  return context.endDialog({ nonce: state.answered ?? state.nonce, requestId } satisfies FormEnd);
}
