import { distance } from '../src/bot/reading/distance.ts';
import type { Role } from '../src/domain/words.ts';
import type { FormState } from './formState.ts';

/** The roles whose names stand in the text, the longest names first: "Sales Manager" does not name "Sales". */
export function rolesNamedIn(text: string, roles: readonly Role[]): readonly Role[] {
  let rest = text.toLowerCase();
  return roles
    .toSorted((a, b) => b.name.length - a.name.length)
    .filter(({ name }) => {
      const named = rest.includes(name.toLowerCase());
      if (named) rest = rest.replaceAll(name.toLowerCase(), '\uE000');
      return named;
    });
}

/** Names that were said become chosen roles; those that no role of the environment has are told. */
export function settleRoles(
  state: FormState,
  roles: readonly Role[],
): { readonly state: FormState; readonly unknown: readonly string[] } {
  const { roleNames = [], ...rest } = state;
  if (roleNames.length === 0) return { state, unknown: [] };
  const found = new Map(roles.map((role) => [role.name.toLowerCase(), role.id]));
  const ids = roleNames.map((name) => found.get(name.toLowerCase())).filter((id) => id !== undefined);
  const unknown = roleNames.filter((name) => !found.has(name.toLowerCase()));
  if (ids.length === 0) return { state: rest, unknown };
  const roleIds = [...new Set([...(state.values.roleIds ?? []), ...ids])];
  return { state: { ...rest, values: { ...state.values, roleIds } }, unknown };
}

/** Roles with a word or nearly the spelling of what was typed, the nearest first. */
export function nearRoles(typed: string, roles: readonly Role[]): readonly Role[] {
  const words = wordsOf(typed);
  return roles
    .map((role) => {
      const shared = wordsOf(role.name).filter((word) => words.includes(word)).length;
      return { role, shared, letters: distance(typed.toLowerCase(), role.name.toLowerCase()) };
    })
    .filter(({ shared, letters }) => shared > 0 || letters <= 3)
    .sort((a, b) => b.shared - a.shared || a.letters - b.letters)
    .slice(0, 3)
    .map(({ role }) => role);
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 2);
}
