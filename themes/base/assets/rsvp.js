/* The form for an RSVP, or for tickets: how many places are left, and whether it can be sent at all. Without this script it works the same.
   It asks when somebody begins to fill in the form. The texts are the page's own: they come with the element that loads this. */
(() => {
  const { dataset: words, parentElement: part } = document.currentScript;
  const form = part.querySelector("form");
  const event = form.elements.event;
  const address = form.action.replace(/(rsvp|checkout)$/, `events/${encodeURIComponent(event.value)}/availability`);
  const places = form.querySelector("[role=status]");
  const trouble = form.querySelector("[role=alert]");
  // A token less than three seconds old is refused, and one of another day; without one, a quick sender is taken all the same.
  const young = 3_000;
  const old = 3_600_000;
  let askedAt = -old;

  const carry = token => {
    const field = form.elements.t || document.createElement("input");
    event.after(Object.assign(field, { type: "hidden", name: "t", value: token }));
  };

  const ask = async () => {
    if (performance.now() - askedAt < old) return;
    askedAt = performance.now();
    try {
      const answer = await fetch(address, { credentials: "omit", signal: AbortSignal.timeout(10_000) });
      trouble.hidden = answer.ok || answer.status === 429;
      if (!answer.ok) throw answer;
      const { state, seats_left: left, form_token: token } = await answer.json();
      places.textContent = state === "open" && left !== null ? words.left.replace("{0}", left) : words[state] || "";
      setTimeout(carry, young, token);
    } catch (fault) {
      if (!fault.status) trouble.hidden = false;
      askedAt = -old;
    }
  };

  form.addEventListener("focusin", ask);
})();
