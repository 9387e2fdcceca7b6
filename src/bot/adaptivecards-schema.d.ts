/** Stands in for a source file that the declarations of adaptivecards-templating import and a strict compiler refuses. */
export interface ITypeLike {
  readonly type: string;
}
