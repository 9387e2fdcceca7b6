/** What a Teams client does with a card: finds the button, reads the inputs, merges both into what it sends. */

export type CardJson = Readonly<Record<string, unknown>>;

interface Action {
  readonly type: string;
  readonly title?: string;
  readonly verb?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly associatedInputs?: string;
}

interface Input {
  readonly type: string;
  readonly id: string;
  readonly value?: string;
  readonly isRequired?: boolean;
  readonly label?: string;
}

export type Inputs = Readonly<Record<string, string>>;

/** Throws, as a client would not send it: an unknown button or input, or a required input without a value. */
export function press(card: CardJson, title: string, inputs: Inputs): Action & { readonly data: object } {
  const action = actionsOf(card).find((one) => one.title === title);
  if (!action) throw new Error(`There is no button "${title}" but: ${buttonsOf(card).join(', ')}`);
  if (action.associatedInputs === 'none') return { ...action, data: { ...action.data } };
  const shown = inputsOf(card);
  for (const id of Object.keys(inputs)) {
    if (!shown.some((input) => input.id === id)) throw new Error(`There is no input "${id}" on the card`);
  }
  const values = shown.map((input) => [input.id, inputs[input.id] ?? input.value ?? ''] as const);
  const missing = shown.find((input) => input.isRequired && !(inputs[input.id] ?? input.value));
  if (missing) throw new Error(`The input "${missing.id}" is required`);
  return { ...action, data: { ...action.data, ...Object.fromEntries(values) } };
}

export function buttonsOf(card: CardJson): readonly string[] {
  return actionsOf(card).flatMap(({ title }) => (title ? [title] : []));
}

export function inputsOf(card: CardJson): readonly Input[] {
  return nodesOf(card).filter((node) => typeof node.type === 'string' && node.type.startsWith('Input.')) as never;
}

function actionsOf(card: CardJson): readonly Action[] {
  return nodesOf(card).filter((node) => node.type === 'Action.Execute' || node.type === 'Action.Submit') as never;
}

function nodesOf(value: unknown): readonly CardJson[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  return [value as CardJson, ...Object.values(value).flatMap(nodesOf)];
}
