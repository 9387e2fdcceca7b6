import { z } from 'zod';
import { fieldsOf, formSteps, type FormStep, type FormValues } from '../src/application/form.ts';
import { accountKinds } from '../src/bot/cards/formFields.ts';
import type { Day, EnvironmentKey } from '../src/domain/words.ts';

export const formVerbs = ['next', 'back', 'cancel'] as const;
export type FormVerb = (typeof formVerbs)[number];

/** A click on a form's card. The SDK's prompts read text only. */
export interface FormClick {
  readonly verb: FormVerb;
  readonly nonce: string;
  readonly step: FormStep;
  /** Only the fields of the step that was shown; an emptied input is `undefined`, one that was not sent is absent. */
  readonly inputs: { readonly [Field in keyof FormValues]: FormValues[Field] | undefined };
}

const text = z
  .string()
  .max(2_000)
  .transform((value) => value.trim() || undefined);

const Inputs = z.object({
  environment: text.transform((value) => value as EnvironmentKey | undefined),
  integration: text,
  purpose: text,
  accountKind: z.enum(accountKinds).or(z.literal('').transform(() => undefined)),
  account: text,
  /** Emptied, it is asked for again: silence here is not the requester's name. */
  owner: z
    .string()
    .max(2_000)
    .transform((value) => value.trim()),
  /** A choice of several arrives as `a,b`. */
  roleIds: text.transform((value) => value?.split(',')),
  until: z
    .string()
    .regex(/^(\d{4}-\d\d-\d\d)?$/)
    .transform((value) => (value || undefined) as Day | undefined),
} satisfies Readonly<Record<keyof FormValues, z.ZodType>>);

const Click = z.object({
  type: z.literal('Action.Execute'),
  verb: z.enum(formVerbs),
  data: z.looseObject({ form: z.string().min(1).max(100), step: z.enum(formSteps) }),
});

/** Undefined when the card is none of ours, or not as we sent it. */
export function readClick(value: unknown): FormClick | undefined {
  const action = Click.safeParse((value as { readonly action?: unknown } | null | undefined)?.action);
  if (!action.success) return undefined;
  const { verb, data } = action.data;
  const inputs = Inputs.pick(picked(data.step)).partial().safeParse(data);
  if (!inputs.success) return undefined;
  const { step } = data;
  // A choice of people in which nobody was chosen is not sent at all.
  const nobody = verb === 'next' && step === 'account' && inputs.data.owner === undefined;
  return { verb, nonce: data.form, step, inputs: { ...inputs.data, ...(nobody && { owner: '' }) } };
}

function picked(step: FormStep): Partial<Record<keyof FormValues, true>> {
  return Object.fromEntries(fieldsOf[step].map((field) => [field, true as const]));
}
