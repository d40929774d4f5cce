// The page itself never scrolls sideways: what is wide scrolls in a box of its own. Returns what sticks out.
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrolls = element => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement)
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(box).overflowX)) return true;
    return false;
  };
  const wide = [...document.body.querySelectorAll("*")].filter(element => element.getBoundingClientRect().right > width + 0.5 && !scrolls(element));
  const innermost = wide.filter(element => !wide.some(other => other !== element && element.contains(other)));
  return [`the page is ${document.documentElement.scrollWidth} px wide on a screen of ${width} px`,
    ...innermost.slice(0, 5).map(element => `sticks out: ${element.outerHTML.replace(/\s+/g, " ").slice(0, 120)}`)];
}
