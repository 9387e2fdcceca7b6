import { readRoles } from '../src/application/checkForm.ts';
import type { FormValues } from '../src/application/form.ts';
import type { Turn } from '../src/bot/turn.ts';

/** The chosen roles and those that the text names in full; undefined when it names none. */
export async function rolesNamedIn({ app, text }: Turn, values: FormValues): Promise<readonly string[] | undefined> {
  if (!values.environment) return undefined;
  const said = text.toLowerCase();
  const roles = await readRoles(app, values.environment);
  const named = roles.filter(({ name }) => said.includes(name.toLowerCase()));
  if (named.length === 0) return undefined;
  return [...new Set([...(values.roleIds ?? []), ...named.map(({ id }) => id)])];
}
