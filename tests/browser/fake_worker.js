// Speaks the protocol without Python, for looking at the page: a program is what its lines say.
const say = (message) => postMessage(message);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
say({ type: "state", text: "Loading Python" });
await sleep(300);
onmessage = async ({ data }) => {
  const { run, source, file } = data;
  const out = (stream, text) => say({ type: "output", run, pieces: [[stream, text]] });
  const done = (extra) =>
    say({ type: "done", run, status: 0, seconds: 0.31, error: null, capped: false, reusable: true,
      trace: "", perfetto: "{}", ...extra });
  if (source.includes("while True")) for (;;) out("stdout", "1\n");
  for (const name of ["news", "weather", "sports"]) out("stdout", `${name}: asked\n`);
  await sleep(200);
  out("stdout", "news: answ");
  out("stdout", "ered after 0.3 s\n");
  say({ type: "timeline", run, html: `<figure class="lab-timeline"><script>alert(1)</script><div class="lab-wide"><svg class="lab-t" viewBox="0 0 720 40"><g data-task="1"><rect class="run" x="10" y="10" width="80" height="15" data-line="7" onclick="alert(1)"><title>runs</title></rect></g></svg></div></figure>` });
  if (source.includes("raise")) {
    out("stderr", `Traceback (most recent call last):\n  File "${file}", line 15, in main\n    boom\nValueError: no\n`);
    return done({ status: 1, error: { type: "ValueError", message: "no", line: 15 }, reusable: false });
  }
  done({});
};
say({ type: "ready", interruptible: true });
