/**
 * Works around https://github.com/pyodide/pyodide/issues/6464, which Pyodide 314.0.7 has.
 *
 * CPython's garbage collector looks at the frames of all threads, and Pyodide keeps a thread's
 * state for each suspended stack (JSPI). Some of those frames are in memory that other stacks write
 * over while theirs is suspended, so the collector followed stray pointers and Python crashed. The
 * collector can do without these frames. So a suspended stack shows it none, as in later versions
 * of Pyodide (https://github.com/pyodide/pyodide/pull/6466).
 */

/** What Pyodide keeps of a suspended stack. */
interface Saved {
  threadState: number;
  frame?: number;
}
interface Switching {
  /** Returns a mark of Pyodide's own where the stack can't be suspended. */
  saveState(): Saved | object | undefined;
  restoreState(state: Saved): void;
}

/** Where `_Py_DebugOffsets`, with which `_PyRuntime` begins, has `thread_state.current_frame`. */
const CURRENT_FRAME = 26 * 8;

/** To be called before Pyodide starts. */
export function hideSuspendedFrames(): void {
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (source, imports) => {
    WebAssembly.instantiateStreaming = instantiateStreaming;
    const env = imports?.env as unknown as Switching;
    const { saveState, restoreState } = env;
    let exports: WebAssembly.Exports;

    const memory = () => new DataView((exports.memory as WebAssembly.Memory).buffer);
    const place = ({ threadState }: Saved) => {
      const runtime = (exports._PyRuntime as WebAssembly.Global<"i32">).value;
      return threadState + memory().getUint32(runtime + CURRENT_FRAME, true);
    };
    env.saveState = () => {
      const state = saveState();
      if (state && "threadState" in state) {
        state.frame = memory().getUint32(place(state), true);
        memory().setUint32(place(state), 0, true);
      }
      return state;
    };
    env.restoreState = (state) => {
      restoreState(state);
      if (state.frame) memory().setUint32(place(state), state.frame, true);
    };
    const result = await instantiateStreaming(source, imports);
    exports = result.instance.exports;
    return result;
  };
}
