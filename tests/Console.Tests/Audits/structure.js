// What somebody who cannot see the page, or uses no mouse, needs of it. Returns what is wrong, in words.
() => {
  const faults = [];
  const all = selector => [...document.querySelectorAll(selector)];
  const shown = element => element.checkVisibility({ visibilityProperty: true });
  const text = id => document.getElementById(id)?.textContent.trim() ?? "";
  const say = element => element.outerHTML.replace(/\s+/g, " ").slice(0, 120);

  function nameOf(element) {
    const labelled = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean).map(text).join(" ");
    const labels = [...(element.labels ?? [])].map(label => label.textContent.trim()).join(" ");
    const own = element.getAttribute("aria-label") ?? "";
    const title = element.querySelector?.(":scope > title")?.textContent ?? element.getAttribute("title") ?? "";
    return [labelled, own, labels, title, element.getAttribute("alt") ?? ""].map(part => part.trim()).find(Boolean) ?? "";
  }

  if (!document.documentElement.lang) faults.push("html has no lang");
  if (!document.title.trim()) faults.push("the page has no title");
  const mains = all("main").length;
  if (mains !== 1) faults.push(`there are ${mains} main landmarks`);
  const first = all("h1").filter(shown).length;
  if (first !== 1) faults.push(`there are ${first} h1`);

  let level = 0;
  for (const heading of all("h1, h2, h3, h4, h5, h6").filter(shown)) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) faults.push(`after a heading of level ${level} follows ${say(heading)}`);
    if (!heading.textContent.trim()) faults.push(`an empty heading: ${say(heading)}`);
    level = next;
  }

  const ids = all("[id]").map(element => element.id);
  for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) faults.push(`the id ${id} is there more than once`);
  for (const attribute of ["aria-labelledby", "aria-describedby", "aria-controls", "for"])
    for (const element of all(`[${attribute}]`))
      for (const id of element.getAttribute(attribute).split(/\s+/))
        if (!document.getElementById(id)) faults.push(`${attribute} names no element: ${say(element)}`);

  for (const input of all("input:not([type=hidden]), select, textarea").filter(shown))
    if (!nameOf(input)) faults.push(`nothing labels ${say(input)}`);
  for (const control of all("a[href], button, summary, [role=button]").filter(shown))
    if (!control.textContent.trim() && !nameOf(control)) faults.push(`nothing names ${say(control)}`);
  for (const image of all("img, svg").filter(shown))
    if (!image.closest("[aria-hidden=true]") && !nameOf(image)) faults.push(`nothing describes ${say(image)}`);
  for (const element of all("[tabindex]")) if (element.tabIndex > 0) faults.push(`the order of Tab is not that of the page: ${say(element)}`);

  for (const table of all("table").filter(shown)) {
    const heads = [...table.querySelectorAll("th")];
    if (heads.length === 0) faults.push(`a table without headers: ${say(table)}`);
    for (const head of heads) if (!head.scope && !head.closest("thead")) faults.push(`a header that does not say what of: ${say(head)}`);
  }
  for (const nav of all("nav")) if (all("nav").length > 1 && !nameOf(nav)) faults.push(`one of several navigations has no name: ${say(nav)}`);
  return faults;
}
