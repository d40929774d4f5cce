// WCAG 2.2, 1.4.3: text against what is behind it, 4.5 to 1, or 3 to 1 where it is large; the shapes before a state, 3 to 1 (1.4.11).
() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const read = colour => {
    if (!known.has(colour)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(colour, { r, g, b, a: a / 255 });
    }
    return known.get(colour);
  };
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a), b: top.b * top.a + under.b * (1 - top.a), a: 1 });
  const light = ({ r, g, b }) => [r, g, b].map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (one, other) => { const [a, b] = [light(one), light(other)]; return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); };
  const canvasColour = read(matchMedia("(prefers-color-scheme: dark)").matches ? "#121212" : "#ffffff");

  // What is painted behind an element: the backgrounds of all it lies in, and the shapes that a drawing puts under its text.
  function behind(element) {
    const layers = [];
    for (let box = element; box; box = box.parentElement) {
      if (box instanceof SVGElement && !(box instanceof SVGSVGElement)) layers.push(...under(box, element));
      layers.push(read(getComputedStyle(box).backgroundColor));
    }
    return layers.reverse().reduce((colour, layer) => over(layer, colour), canvasColour);
  }

  function under(box, text) {
    const place = text.getBoundingClientRect();
    const [x, y] = [place.x + place.width / 2, place.y + place.height / 2];
    const before = [];
    for (let shape = box.previousElementSibling; shape; shape = shape.previousElementSibling) {
      if (shape.tagName !== "rect") continue;
      const area = shape.getBoundingClientRect();
      const style = getComputedStyle(shape);
      if (style.fill === "none" || x < area.left || x > area.right || y < area.top || y > area.bottom) continue;
      const fill = read(style.fill);
      before.push({ ...fill, a: fill.a * Number(style.fillOpacity) * Number(style.opacity) });
    }
    return before;
  }

  const faded = element => { let rest = 1; for (let box = element; box; box = box.parentElement) rest *= Number(getComputedStyle(box).opacity); return rest; };
  const faults = new Map();
  const judge = (element, colour, least, what) => {
    const back = behind(element);
    const ink = read(colour);
    const found = ratio(over({ ...ink, a: ink.a * faded(element) }, back), back);
    if (found < least - 0.005) faults.set(`${what} ${colour} of <${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}">: ${found.toFixed(2)} to 1, needs ${least}`, element);
  };

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, node =>
    node.data.trim() && node.parentElement.checkVisibility({ visibilityProperty: true }) && !node.parentElement.closest("script, style, noscript, title, desc, :disabled")
      ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    judge(element, element instanceof SVGElement ? style.fill : style.color, large ? 3 : 4.5, `text "${texts.currentNode.data.trim().slice(0, 30)}"`);
  }
  for (const element of document.querySelectorAll(".state, .live-state")) {
    const mark = getComputedStyle(element, "::before");
    if (element.checkVisibility() && mark.content !== "none") judge(element, mark.color, 3, `mark ${mark.content}`);
  }
  return [...faults.keys()];
}
