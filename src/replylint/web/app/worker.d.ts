// What the runtime's own scripts declare before worker.js.
declare function loadPyodide(options: object): Promise<any>;
declare const _createPyodideModule: unknown;
declare const lockFile: object;
