import { createRequire } from 'node:module';
import { Server } from 'node:net';

/**
 * Runs the Agents Playground in this process, so that it ends with the sandbox. The Playground binds all interfaces and has
 * no option against it, and whoever reaches it may speak as its user: so it gets 127.0.0.1 from us.
 */
type Listen = (port: number, host: string, onListening: () => void) => Server;
const listen = Object.getOwnPropertyDescriptor(Server.prototype, 'listen')?.value as Listen;

Object.assign(Server.prototype, {
  listen(this: Server, port: number, onListening: () => void): Server {
    return listen.call(this, port, '127.0.0.1', onListening);
  },
});

const require = createRequire(import.meta.url);
const playground = require('@microsoft/m365agentsplayground/dist/index.js') as { start(): void };
playground.start();
