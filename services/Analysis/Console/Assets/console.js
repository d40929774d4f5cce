// Makes a page live: one stream of events per page, whose parts take the place of the elements with their ids.
const region = document.getElementById("live");
if (region) follow(region.dataset.live);

function follow(url) {
  const status = document.getElementById("live-state");
  const say = (text, kind) => { status.textContent = text; status.dataset.kind = kind; };
  const events = new EventSource(url);
  events.addEventListener("open", () => say("live", "live"));
  events.addEventListener("part", event => { const part = JSON.parse(event.data); replace(part.id, part.html); });
  events.addEventListener("trouble", event => say(`not up to date: ${JSON.parse(event.data).why}`, "lost"));
  events.addEventListener("well", () => say("live", "live"));
  events.addEventListener("end", () => { events.close(); say("complete", "end"); });
  events.addEventListener("error", () => say(
    events.readyState === EventSource.CLOSED ? "not live: reload the page" : "not live: trying to reconnect", "lost"));
  addEventListener("pagehide", () => events.close());
}

// What a person has done to the old part stays: open details, ticked boxes, typed text, scroll positions and the focus.
function replace(id, html) {
  const old = document.getElementById(id);
  if (!old) return;
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.firstElementChild;
  if (!fresh) return;
  for (const details of old.querySelectorAll("details[id]")) byId(fresh, details.id)?.toggleAttribute("open", details.open);
  for (const input of old.querySelectorAll("input[id], select[id], textarea[id]")) {
    const same = byId(fresh, input.id);
    if (!same) continue;
    if (input.type === "checkbox" || input.type === "radio") same.checked = input.checked;
    else if (input.type !== "hidden") same.value = input.value;
  }
  const scrolled = [...old.querySelectorAll("[data-scroll]")].map(box => [box.id, box.scrollLeft, box.scrollTop]);
  const refocus = old.contains(document.activeElement) ? keeper(old, document.activeElement) : null;
  old.replaceWith(fresh);
  for (const [box, left, top] of scrolled) { const same = byId(fresh, box); if (same) { same.scrollLeft = left; same.scrollTop = top; } }
  refocus?.(fresh)?.focus({ preventScroll: true });
}

// How to find in a fresh part what had the focus in the old one: by its id, else the link to the same place, else the one at the same turn.
function keeper(old, focused) {
  const stops = "a[href], button, input, select, textarea, summary, [tabindex]";
  const turn = [...old.querySelectorAll(stops)].indexOf(focused);
  const target = focused.getAttribute("href");
  return fresh => byId(fresh, focused.id) ?? [...fresh.querySelectorAll(stops)].find((stop, i) => target ? stop.getAttribute("href") === target : i === turn);
}

function byId(root, id) {
  return id ? root.querySelector(`#${CSS.escape(id)}`) : null;
}
