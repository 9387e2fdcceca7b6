import { stripTypeScriptTypes } from 'node:module';

/** The jest transform: the very type stripping that Node does when it runs the product. Lines and columns stay. */
export default {
  process: (sourceText) => ({ code: stripTypeScriptTypes(sourceText) }),
};
