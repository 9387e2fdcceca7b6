import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { buttonsOf, inputsOf, press, type CardJson, type Inputs } from './cardActions.ts';

/** A message in a conversation, as it looks now. */
export interface Message {
  readonly id: string;
  readonly conversationId: string;
  readonly summary: string | undefined;
  /** Only one person sees it. */
  readonly targeted: boolean;
  card: CardJson;
  deleted: boolean;
}

export interface Fault {
  /** Which call goes wrong; any, when absent. */
  readonly method?: 'POST' | 'PUT' | 'DELETE';
  /**
   * `hang`: no answer ever · `keep`: the message is taken, and no answer ever comes · `cut`: the message is taken, and the
   * connection breaks before the answer.
   */
  readonly answer: number | 'hang' | 'keep' | 'cut';
  readonly code?: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: CardJson;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export interface FakeTeams {
  readonly serviceUrl: string;
  /** Everything that the bot called, in order. */
  readonly calls: readonly Call[];
  /** How the next calls go wrong, the first first. */
  readonly faults: Fault[];
  /** Sends an activity as it is. */
  send(activity: object, headers?: Readonly<Record<string, string>>): Promise<HttpAnswer>;
  person(who: { readonly id: string; readonly name: string }): TeamsPerson;
  messagesIn(conversationId: string): readonly Message[];
  /** How many connections the bot has opened so far. */
  connections(): number;
  stop(): Promise<void>;
}

export interface TeamsPerson {
  readonly chatId: string;
  says(text: string, where?: Where): Promise<HttpAnswer>;
  /** Presses the button with this title. The answer to an `Action.Execute` takes the card's place. */
  clicks(message: Message, title: string, inputs?: Inputs): Promise<HttpAnswer>;
  /** An `adaptiveCard/action` with any value. */
  invokes(value: unknown, replyToId?: string): Promise<HttpAnswer>;
  /** Opens a channel: the card that Teams fetches for this person in place of the one that all see. */
  looksAt(message: Message): Promise<Message>;
  installs(): Promise<HttpAnswer>;
  removes(): Promise<HttpAnswer>;
  /** What is in the personal chat. */
  messages(): readonly Message[];
  /** The newest message in the personal chat, or in another conversation. */
  latest(conversationId?: string): Message;
}

export interface Where {
  readonly groupId?: string;
  readonly targeted?: boolean;
  /** Mentioned before the text, the bot first. */
  readonly mentions?: readonly string[];
}

interface Options {
  /** The bot's `POST /api/messages`. */
  readonly bot: () => string;
  readonly tenantId: string;
}

const isChannel = (conversationId: string): boolean => conversationId.includes('@thread.tacv2');

const bot = { id: '28:bot', name: 'Seatkeeper' };

/** Microsoft Teams, as far as a bot sees it: the connector's endpoints over HTTP, and people with clients. */
export async function startTeams({ bot: botUrl, tenantId }: Options): Promise<FakeTeams> {
  const messages = new Map<string, Message>();
  const calls: Call[] = [];
  const faults: Fault[] = [];
  const people: string[] = [];
  let number = 0;

  const server = createServer((req, res) => void handle(req, res));
  let connections = 0;
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const serviceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = JSON.parse((await read(req)) || '{}') as CardJson;
    const { method = '', url = '' } = req;
    calls.push({ method, path: decodeURIComponent(url), body });
    const index = faults.findIndex((fault) => fault.method === undefined || fault.method === method);
    const [fault] = index < 0 ? [] : faults.splice(index, 1);
    if (fault?.answer === 'hang') return;
    if (typeof fault?.answer === 'number') {
      res.writeHead(fault.answer, {
        'content-type': 'application/json',
        ...(fault.retryAfter !== undefined && { 'retry-after': String(fault.retryAfter) }),
      });
      res.end(JSON.stringify({ error: { code: fault.code ?? 'Fault', message: 'As the test wanted' } }));
      return;
    }
    const { status, answer } = connector(method, new URL(url, serviceUrl), body);
    if (fault?.answer === 'keep') return;
    if (fault) {
      res.destroy();
      return;
    }
    res.writeHead(status, { 'content-type': 'application/json' });
    res.end(JSON.stringify(answer));
  }

  function connector(method: string, url: URL, body: CardJson): { status: number; answer: object } {
    const [, , , conversation, kind, activity] = url.pathname.split('/').map(decodeURIComponent);
    if (!conversation) {
      const [member] = body.members as readonly { id: string }[];
      return { status: 201, answer: { id: `a:chat-${(member?.id ?? '').replace('29:', '')}` } };
    }
    if (kind === 'pagedmembers') {
      return { status: 200, answer: { members: people.map((id) => ({ id: `29:${id}`, aadObjectId: id })) } };
    }
    const [attachment] = (body.attachments ?? []) as readonly { content: CardJson }[];
    const card = attachment?.content ?? {};
    if (method === 'POST') {
      const id = `m-${++number}`;
      const targeted = url.searchParams.get('isTargetedActivity') === 'true';
      const summary = body.summary as string | undefined;
      messages.set(id, { id, conversationId: conversation, summary, targeted, card, deleted: false });
      return { status: 201, answer: { id } };
    }
    const message = messages.get(activity ?? '');
    if (!message || message.deleted) {
      return { status: 404, answer: { error: { code: 'ActivityNotFoundInConversation', message: 'Gone' } } };
    }
    if (method === 'PUT') message.card = card;
    if (method === 'DELETE') message.deleted = true;
    return { status: 200, answer: { id: message.id } };
  }

  async function send(activity: object, headers: Readonly<Record<string, string>> = {}): Promise<HttpAnswer> {
    const response = await fetch(botUrl(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(activity),
    });
    const text = await response.text();
    return { status: response.status, body: text ? (JSON.parse(text) as Record<string, unknown>) : {} };
  }

  function messagesIn(conversationId: string): readonly Message[] {
    return [...messages.values()].filter((message) => message.conversationId === conversationId && !message.deleted);
  }

  function person(who: { readonly id: string; readonly name: string }): TeamsPerson {
    const chatId = `a:chat-${who.id}`;
    people.push(who.id);
    const activity = (conversationId: string, content: object, targeted = false): object => ({
      id: randomUUID(),
      channelId: 'msteams',
      serviceUrl,
      timestamp: new Date().toISOString(),
      // An installation comes without the name.
      from: { id: `29:${who.id}`, aadObjectId: who.id, ...(!('action' in content) && { name: who.name }) },
      recipient: { ...bot, ...(targeted && { isTargeted: true }) },
      conversation: {
        id: conversationId,
        tenantId,
        conversationType: conversationId === chatId ? 'personal' : isChannel(conversationId) ? 'channel' : 'groupChat',
        isGroup: conversationId !== chatId,
      },
      channelData: { tenant: { id: tenantId } },
      ...content,
    });

    const execute = ({ id, conversationId }: Message, action: object, trigger: string): Promise<HttpAnswer> => {
      const thread = isChannel(conversationId) ? `${conversationId};messageid=${id}` : conversationId;
      const content = { type: 'invoke', name: 'adaptiveCard/action', replyToId: id, value: { action, trigger } };
      return send(activity(thread, content));
    };

    return {
      chatId,
      async looksAt(message) {
        const { action, userIds } = message.card.refresh as { action: object; userIds?: readonly string[] };
        if (!userIds?.includes(`29:${who.id}`)) return { ...message };
        const { body } = await execute(message, action, 'automatic');
        return { ...message, card: body.value as CardJson };
      },
      says(text, { groupId = chatId, targeted = false, mentions = [] } = {}) {
        const tags = mentions.map((name) => `<at>${name}</at>`);
        const entities = mentions.map((name, index) => ({
          type: 'mention',
          text: tags[index],
          mentioned: index === 0 ? bot : { id: `29:${name}`, name },
        }));
        return send(activity(groupId, { type: 'message', text: [...tags, text].join('\u00a0'), entities }, targeted));
      },
      async clicks(message, title, inputs = {}) {
        const { conversationId, id, card } = message;
        const { type, verb, data } = press(card, title, inputs);
        if (type === 'Action.Submit')
          return send(activity(conversationId, { type: 'message', value: data, replyToId: id }));
        const answer = await execute(message, { type, title, verb, data }, 'manual');
        // The answer is for this person alone: the others in a channel go on seeing the card as it is.
        const shared = isChannel(conversationId) && messages.get(id) === message;
        if (!shared && answer.body.type === 'application/vnd.microsoft.card.adaptive')
          message.card = answer.body.value as CardJson;
        return answer;
      },
      invokes: (value, replyToId) =>
        send(activity(chatId, { type: 'invoke', name: 'adaptiveCard/action', value, replyToId })),
      installs: () => send(activity(chatId, { type: 'installationUpdate', action: 'add' })),
      removes: () => send(activity(chatId, { type: 'installationUpdate', action: 'remove' })),
      messages: () => messagesIn(chatId),
      latest(conversationId = chatId) {
        const message = messagesIn(conversationId).at(-1);
        if (!message) throw new Error(`There is no message in ${conversationId}`);
        return message;
      },
    };
  }

  return {
    serviceUrl,
    calls,
    faults,
    send,
    person,
    messagesIn,
    connections: () => connections,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The whole card as its reader can read it, buttons and inputs too. */
export function textOf({ card }: Pick<Message, 'card'>): string {
  const inputs = inputsOf(card).map(({ id, value }) => `{${id}: ${value ?? ''}}`);
  const buttons = buttonsOf(card).map((title) => `[${title}]`);
  return [card.fallbackText, ...inputs, ...buttons].join('\n');
}

/** Waits for a condition, at most ten seconds. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`It did not happen: ${what}`);
    await wait(20);
  }
}

async function read(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
