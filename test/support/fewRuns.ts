import fc from 'fast-check';

/** For mutation testing: a mutant that a property does not catch in twenty runs is rarely caught in a hundred. */
fc.configureGlobal({ numRuns: 20 });
