import { z } from 'zod';
import { fieldsOf, formSteps, type FormStep, type FormValues } from '../src/application/form.ts';
import { accountKinds } from '../src/bot/cards/formFields.ts';
import type { EnvironmentKey, RequestId, Role } from '../src/domain/words.ts';

/** Raised with every change of what a saved form means. */
export const formVersion = 2;

/** What is kept between two cards of a form. */
export interface FormState {
  readonly version: number;
  readonly step: FormStep;
  readonly values: FormValues;
  /** On the card that may answer next. */
  readonly nonce: string;
  /** The message that shows this card. */
  readonly activityId?: string;
  /** What was taken from sentences rather than typed into the form. */
  readonly understood: readonly (keyof FormValues)[];
  /** Values that nobody has said: how the user that is changed is today, or the requester as the owner. */
  readonly prefilled?: FormValues;
  /** The owner as the card shows it; sent back unchanged, it is no answer. */
  readonly shownOwner?: string;
  /** Of the card that answered last: a second delivery of that click is no news. */
  readonly answered?: string;
  readonly changing?: RequestId;
  /** Names of roles that were said, until the environment tells which there are. */
  readonly roleNames?: readonly string[];
  /** The roles that an environment had when it answered last. */
  readonly known?: { readonly environment: EnvironmentKey; readonly roles: readonly Role[] };
}

/** A form at its beginning. */
export function newState(start: Pick<FormState, 'values'> & Partial<FormState>): FormState {
  return { version: formVersion, step: 'what', nonce: '', understood: [], ...start };
}

const Kept = z.object({
  version: z.number(),
  step: z.enum(formSteps),
  nonce: z.string(),
  values: z.object({}).loose(),
});

/** Undefined for a form that another version of the bot saved. */
export function readState(saved: object): FormState | undefined {
  const kept = Kept.safeParse(saved);
  return kept.success && kept.data.version === formVersion ? (saved as FormState) : undefined;
}

/** What such a form held still counts, as far as it is legible: every value is checked again before it is used. */
export function salvage(saved: object): Pick<FormState, 'values' | 'changing'> {
  const text = z.string().optional().catch(undefined);
  const kept = z
    .object({
      values: z
        .object({
          environment: text,
          integration: text,
          purpose: text,
          accountKind: z.enum(accountKinds).optional().catch(undefined),
          account: text,
          owner: text,
          until: text,
        } satisfies Partial<Record<keyof FormValues, z.ZodType>>)
        .catch({}),
      changing: z.number().optional().catch(undefined),
    })
    .parse(saved);
  return JSON.parse(JSON.stringify(kept)) as Pick<FormState, 'values' | 'changing'>;
}

/** Every question of the step has an answer, right or wrong. */
export function isComplete(step: FormStep, values: FormValues): boolean {
  return fieldsOf[step].every((field) => {
    if (field === 'account' && values.accountKind === 'new') return true;
    // Who answers for a user goes on doing so.
    if (field === 'owner' && values.accountKind === 'user') return true;
    return values[field] !== undefined;
  });
}

export function stepOf(field: keyof FormValues): FormStep {
  return formSteps.find((step) => (fieldsOf[step] as readonly string[]).includes(field)) ?? 'what';
}

/** Undefined after the last. */
export function stepAfter(step: FormStep): FormStep | undefined {
  return formSteps[formSteps.indexOf(step) + 1];
}

export function stepBefore(step: FormStep): FormStep | undefined {
  return formSteps[formSteps.indexOf(step) - 1];
}

export function earliest(steps: readonly FormStep[]): FormStep | undefined {
  return formSteps.find((step) => steps.includes(step));
}
