// Runs in the window for signing in, once Microsoft or Google has sent it back: hands their answer to the page that asked, and closes.
// The name of the channel has the random `state` of that page's request in it, so that no other page hears the answer.

const answer = location.hash.slice(1);
history.replaceState(null, "", location.pathname); // so that it is in no history
const state = new URLSearchParams(answer).get("state");
if (state) {
  const channel = new BroadcastChannel(`sign-in ${state}`);
  channel.addEventListener("message", () => close());
  channel.postMessage({ answer });
}
export {};
