import { ServiceError } from '../http.ts';

/** Something in a scenario that cannot be; `path` leads to it. */
export class ScenarioProblem extends ServiceError {
  readonly path: readonly string[];

  constructor(path: readonly string[], reason: string) {
    super(400, 'BadRequest', `${path.join('.')}: ${reason}`);
    this.path = path;
  }
}

export function notThere(what: string, name: string, hint: string): ServiceError {
  return new ServiceError(404, 'NotFound', `There is no ${what} '${name}'. ${hint}.`);
}
