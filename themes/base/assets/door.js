/* The page for the door: a list that was loaded from a file, who of it is in, and tickets whose signature is checked here.
   Nothing leaves this browser but by "save check-ins". The texts are the page's own: they come with its main element.
   A mark says that somebody was let in on one phone, or (out) that this was undone; of two for the same, the later holds. */
(() => {
  const page = document.querySelector(".door");
  const { dataset: words } = page;
  const the = (id) => document.getElementById(id);
  const days = 86_400_000;
  // Hubs share an origin, languages of a hub share a list.
  const place = (name) => `hubkit door ${words.hub} ${name}`;
  const shownAtOnce = 100;
  const compare = new Intl.Collator(words.locale).compare;
  const clock = new Intl.DateTimeFormat(words.locale, { weekday: "short", hour: "2-digit", minute: "2-digit" });
  const number = new Intl.NumberFormat(words.locale).format;

  /** @type {{event: string, title: string, ends: string, made: string, people: Person[], gone: string[]} | null} */
  let list = null;
  /** @type {Map<string, {id: string, by: string, phone: string, at: number, people: number, out: boolean}>} */
  let marks = new Map();
  let phone = { id: "", name: "" };
  /** Who of the list has an id, and who a code. */
  let byId = new Map();
  let byCode = new Map();

  const filled = (text, ...values) => text.replace(/\{(\d)\}/g, (_, index) => values[index]);

  const made = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  /** Say something; names keep their own direction. */
  const tell = (kind, text, ...values) => {
    const parts = text.split(/\{(\d)\}/).map((part, index) => (index % 2 ? made("bdi", { textContent: values[part] }) : part));
    the("said").replaceChildren(...parts);
    the("said").className = `said is-${kind}`;
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(kind === "good" ? 60 : [120, 80, 120]);
  };

  // What this browser keeps.

  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(place(name)));
    } catch {
      return null;
    }
  };

  const keep = (name, value) => {
    try {
      localStorage.setItem(place(name), JSON.stringify(value));
    } catch {
      tell("bad", words.unkept);
    }
  };

  const use = (found) => {
    list = found;
    byId = new Map(found?.people.map((each) => [each.id, each]));
    byCode = new Map(found?.people.map((each) => [plainCode(each.code), each]));
  };

  const load = () => {
    use(read("list"));
    marks = new Map((read("marks") ?? []).map((each) => [`${each.id} ${each.by}`, each]));
    phone = read("phone") ?? phone;
  };

  const newPhone = () => {
    const [random] = crypto.getRandomValues(new Uint32Array(1));
    const id = random.toString(36).toUpperCase().padStart(7, "0");
    return { id, name: filled(words.phone, id.slice(-3)) };
  };

  const forget = (text) => {
    for (const name of ["list", "marks", "phone"]) {
      try {
        localStorage.removeItem(place(name));
      } catch { /* Then there is nothing. */ }
    }
    [marks, phone] = [new Map(), newPhone()];
    use(null);
    stop();
    the("query").value = "";
    tell("good", text);
    show();
  };

  const isOver = (found) => Date.parse(found.ends) + 2 * days < Date.now();

  const forgetWhatIsOver = () => {
    if (list && isOver(list)) forget(words.past);
  };

  // Who is in.

  /** The marks of who is in, by id, the earliest first. */
  const entries = () => {
    const found = new Map();
    for (const mark of [...marks.values()].sort((one, other) => one.at - other.at)) {
      if (!mark.out) found.set(mark.id, [...(found.get(mark.id) ?? []), mark]);
    }
    return found;
  };

  const nameOf = (id) => byId.get(id)?.name ?? words.unlisted;
  const told = (found) => found.map((mark) => filled(words.at, clock.format(mark.at), mark.phone)).join("; ");

  const put = (changed) => {
    for (const mark of changed) marks.set(`${mark.id} ${mark.by}`, mark);
    keep("marks", [...marks.values()]);
    show();
  };

  /** Now, but later than `before`, also where the clock of another phone is ahead. */
  const after = (before) => Math.max(Date.now(), (before?.at ?? 0) + 1);

  const mark = (id, people) => {
    const at = after(marks.get(`${id} ${phone.id}`));
    put([{ id, by: phone.id, phone: phone.name, at, people, out: false }]);
  };

  const undo = (id) => {
    put(entries().get(id).map((each) => ({ ...each, at: after(each), out: true })));
    tell("info", words.undone, nameOf(id));
  };

  /** Let somebody in, by id, once; with how many the ticket says, where there is one. */
  const letIn = (id, signed = 0) => {
    const before = entries().get(id);
    const person = byId.get(id);
    if (before) return tell("warn", words.twice, nameOf(id), told(before));
    mark(id, person?.people ?? signed);
    if (!person) return tell("warn", words.late, number(signed));
    const differs = signed && signed !== person.people;
    const text = differs ? `${words.welcome} ${words.differs}` : words.welcome;
    tell(differs ? "warn" : "good", text, person.name, number(person.people), number(signed));
  };

  // Tickets and codes.

  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));

  const isSigned = async (id, people, signature) => {
    const curve = { name: "ECDSA", namedCurve: "P-256" };
    const key = await crypto.subtle.importKey("raw", bytes(words.key), curve, false, ["verify"]);
    const text = new TextEncoder().encode(`hubkit ticket 1\n${list.event}\n${id}\n${people}`);
    return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, bytes(signature), text);
  };

  const takeTicket = async (text) => {
    if (!crypto.subtle) return tell("bad", words.insecure);
    const [, id, people, signature] = /^H1\.([\w-]{1,64})\.([1-9]\d{0,2})\.([\w-]{86})$/.exec(text) ?? [];
    if (!id || !(await isSigned(id, people, signature).catch(() => false))) return tell("bad", words.forged);
    if (list.gone.includes(id)) return tell("bad", words.gone);
    letIn(id, Number(people));
  };

  /** A code as it is compared: what Crockford's base 32 lets people mistake is the same. */
  const plainCode = (text) => text.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");

  const typed = async (event) => {
    event.preventDefault();
    const text = the("query").value.trim();
    if (!text) return;
    const person = byCode.get(plainCode(text));
    if (text.startsWith("H1.")) await takeTicket(text);
    else if (person) letIn(person.id);
    else if (found(text).length) return the("people").querySelector("button").focus();
    else return tell("bad", words.none);
    the("query").value = "";
    show();
  };

  // The camera.

  let stream = null;
  let last = { text: "", at: 0 };

  const seen = async (text) => {
    const isSame = text === last.text && Date.now() - last.at < 3_000;
    last = { text, at: Date.now() };
    if (!isSame) await takeTicket(text);
  };

  const look = async (detector) => {
    if (!stream) return;
    const codes = await detector.detect(the("view")).catch(() => []);
    if (stream && codes.length) await seen(codes[0].rawValue);
    setTimeout(look, 150, detector);
  };

  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    Object.assign(the("view"), { srcObject: null, hidden: true });
    the("scan").textContent = words.scan;
  };

  const scan = async () => {
    if (stream) return stop();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      Object.assign(the("view"), { srcObject: stream, hidden: false });
      the("scan").textContent = words.stop;
      await the("view").play();
      look(new BarcodeDetector({ formats: ["qr_code"] }));
    } catch {
      stop();
      tell("bad", words.camera);
    }
  };

  const offerCamera = async () => {
    const formats = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []);
    const sees = Boolean(formats?.includes("qr_code") && navigator.mediaDevices);
    the("scan").hidden = !sees;
    the("blind").hidden = sees;
  };

  // Files.

  const isText = (...values) => values.every((each) => typeof each === "string");
  const isCount = (value) => Number.isInteger(value) && value > 0 && value < 1_000;
  const isPerson = (each) => isText(each.id, each.name, each.code) && isCount(each.people);
  const isMark = (each) => isText(each.id, each.by, each.phone) && isCount(each.people) && Number.isFinite(each.at);
  const isList = (file) =>
    isText(file.event, file.title, file.ends, file.made) && Date.parse(file.ends) > 0 && Date.parse(file.made) > 0
    && file.people.every(isPerson) && file.gone.every((each) => isText(each));

  const takeList = (file) => {
    if (list && file.event !== list.event) return tell("bad", words.other);
    if (isOver(file)) return tell("bad", words.past);
    use(file);
    tell("info", words.loaded, number(file.people.length));
    keep("list", file);
    keep("phone", phone);
    show();
  };

  const takeMarks = (file) => {
    if (file.event !== list?.event) return tell("bad", words.other);
    const newer = file.marks.filter((each) => each.at > (marks.get(`${each.id} ${each.by}`)?.at ?? 0));
    put(newer.map(({ id, by, phone, at, people, out }) => ({ id, by, phone, at, people, out: out === true })));
    tell("info", words.merged, number(newer.length), the("twice").textContent);
  };

  const take = async (event) => {
    for (const each of event.target.files) {
      try {
        const file = JSON.parse(await each.text());
        if (file.hubkit === "door list" && isList(file)) takeList(file);
        else if (file.hubkit === "check-ins" && isText(file.event) && file.marks.every(isMark)) takeMarks(file);
        else tell("bad", words.wrong);
      } catch {
        tell("bad", words.wrong);
      }
    }
    event.target.value = "";
  };

  const save = () => {
    const content = { hubkit: "check-ins", version: 1, event: list.event, marks: [...marks.values()] };
    const href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 1)], { type: "application/json" }));
    made("a", { href, download: `check-ins-${list.event}-${phone.id}.json` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  };

  // What is shown.

  const others = { ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", æ: "ae", œ: "oe", þ: "th", ı: "i", ـ: "" };
  /** A text as it is searched: without case, accents, widths and vowel signs. */
  const plain = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[ßøłđðæœþıـ]/g, (each) => others[each]);

  /** Those of the list, and of those who are in without being on it, whose name or code has every word of a text. */
  const found = (text) => {
    const parts = plain(text).split(/\s+/);
    const late = [...entries()].filter(([id]) => !byId.has(id));
    const strangers = late.map(([id, [{ people }]]) => ({ id, name: words.unlisted, people, code: "" }));
    return [...list.people, ...strangers]
      .filter((each) => parts.every((part) => plain(`${each.name} ${each.code}`).includes(part)))
      .sort((one, other) => compare(one.name, other.name) || compare(one.id, other.id));
  };

  const row = (person, index, before) => {
    const name = made("b", { id: `name-${index}`, dir: "auto", textContent: person.name });
    const facts = made("span", { className: "soft" }, filled(words.people, number(person.people)));
    if (person.code) facts.append(" · ", made("code", { textContent: person.code }));
    const who = made("div", {}, name, facts);
    if (before) who.append(made("span", { className: "when", textContent: told(before) }));
    const button = made("button", { type: "button", className: before ? "button plain" : "button" });
    Object.assign(button, { id: `button-${index}`, textContent: before ? words.undo : words.check });
    button.setAttribute("aria-labelledby", `${button.id} ${name.id}`);
    button.dataset.id = person.id;
    button.addEventListener("click", () => (before ? undo(person.id) : letIn(person.id)));
    const state = before ? (before.length > 1 ? "is-in is-twice" : "is-in") : "";
    return made("li", { className: state }, who, button);
  };

  const showRows = (inside) => {
    const people = found(the("query").value);
    const { id } = document.activeElement.dataset;
    the("people").replaceChildren(
      ...people.slice(0, shownAtOnce).map((each, index) => row(each, index, inside.get(each.id))),
    );
    if (id) [...the("people").querySelectorAll("button")].find((each) => each.dataset.id === id)?.focus();
    const hidden = people.length - shownAtOnce;
    the("more").textContent = hidden > 0 ? filled(words.more, number(hidden)) : "";
  };

  const showCounts = (inside) => {
    let [here, late, twice] = [0, 0, 0];
    for (const [id, found] of inside) {
      const people = byId.get(id)?.people ?? found[0].people;
      here += people;
      if (!byId.has(id)) late += people;
      if (found.length > 1) twice += 1;
    }
    const expected = list.people.reduce((sum, each) => sum + each.people, 0);
    for (const [name, count] of Object.entries({ in: here, expected, unlisted: late, twice })) {
      the(name).textContent = number(count);
    }
  };

  const show = () => {
    for (const name of ["desk", "phones", "end"]) the(name).hidden = !list;
    the("event").textContent = list?.title ?? "";
    the("made").textContent = list ? filled(words.of, clock.format(Date.parse(list.made))) : "";
    the("phone").value = phone.name;
    if (!list) return the("people").replaceChildren();
    const inside = entries();
    showCounts(inside);
    showRows(inside);
  };

  const rename = () => {
    phone.name = the("phone").value.trim() || phone.name;
    keep("phone", phone);
    show();
  };

  const begin = () => {
    phone = newPhone();
    load();
    forgetWhatIsOver();
    show();
    offerCamera();
    the("find").addEventListener("submit", typed);
    the("query").addEventListener("input", () => showRows(entries()));
    the("scan").addEventListener("click", scan);
    the("list").addEventListener("change", take);
    the("merge").addEventListener("change", take);
    the("save").addEventListener("click", save);
    the("phone").addEventListener("change", rename);
    the("forget").addEventListener("click", () => confirm(words.sure) && forget(words.forgotten));
    // Another window of the same browser has changed something.
    addEventListener("storage", () => (load(), show()));
    document.addEventListener("visibilitychange", forgetWhatIsOver);
    setInterval(forgetWhatIsOver, 3_600_000);
    navigator.serviceWorker?.register(words.worker).catch(() => {});
  };

  begin();
})();
