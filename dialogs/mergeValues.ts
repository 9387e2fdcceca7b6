import type { FormValues } from '../src/application/form.ts';
import { isApplicationId } from '../src/bot/reading/accounts.ts';
import type { FormClick } from './cardPrompt.ts';
import type { FormState } from './formState.ts';

type Known = Pick<FormState, 'values' | 'prefilled'>;
type Loose = { readonly [Field in keyof FormValues]: FormValues[Field] | undefined };

/** What may come from the user that is changed rather than from the requester. */
const prefillable = ['owner', 'until'] as const;

/** New values over old ones. What depends on a value that changed goes with it. */
export function merge({ values, prefilled = {} }: Known, news: FormClick['inputs']): FormValues {
  const merged = { ...values, ...news };
  const changed = (field: keyof FormValues): boolean => merged[field] !== values[field];
  const said = (field: keyof FormValues): boolean => news[field] !== undefined;
  if (merged.accountKind === 'new' || (!said('account') && !fits(merged))) merged.account = undefined;
  const change = values.accountKind === 'user' || merged.accountKind === 'user';
  const anotherUser = change && (changed('environment') || changed('accountKind') || changed('account'));
  // Roles belong to an environment; those of a user that is changed are all that it is to have, and no other's.
  if (!said('roleIds') && (changed('environment') || anotherUser)) merged.roleIds = undefined;
  for (const field of prefillable) {
    if (anotherUser && !said(field) && merged[field] === prefilled[field]) merged[field] = undefined;
  }
  if (merged.accountKind === 'user' && merged.owner === '') merged.owner = undefined;
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}

/** The inputs of a click without those that came back as the card showed them. */
export function touched(news: FormClick['inputs'], { shownOwner, values }: FormState): FormClick['inputs'] {
  const same = {
    owner: news.owner !== undefined && news.owner === shownOwner,
    account: news.account !== undefined && news.account === values.account,
  };
  const others = Object.entries(news).filter(([field]) => !(same as Readonly<Record<string, boolean>>)[field]);
  return Object.fromEntries(others);
}

/** What the world added to what was said, so that it goes again when it no longer fits. */
export function prefilledBy({ values, prefilled = {} }: Known, checked: FormValues): FormValues {
  const added = prefillable.filter((field) => {
    return checked[field] !== undefined && (values[field] === undefined || values[field] === prefilled[field]);
  });
  return Object.fromEntries(added.map((field) => [field, checked[field]]));
}

/** Not the account of another kind, left standing when this one was chosen. */
function fits({ accountKind, account }: Loose): boolean {
  if (account === undefined || accountKind === undefined || accountKind === 'user') return true;
  return isApplicationId(account) === (accountKind === 'application');
}
