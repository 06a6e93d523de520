// What is wrong with a page for whoever sees it badly, or does not see it. Answers with sentences, none when all is well.
() => {
  const wrong = [];
  const say = (element, what) =>
    wrong.push(`${what}: <${element.tagName.toLowerCase()}> ${(element.id || element.textContent || "").trim().slice(0, 60)}`);
  const visible = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  const parsed = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return { rgb: [red, green, blue], alpha };
  };
  const luminance = ([red, green, blue]) => {
    const linear = [red, green, blue].map((each) => each / 255)
      .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const { rgb, alpha } = parsed(getComputedStyle(each).backgroundColor);
      if (alpha === 1) return rgb;
      if (alpha > 0) say(each, "a surface is half transparent, so contrast cannot be told");
    }
    return [255, 255, 255];
  };
  const contrast = (one, other) => {
    const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (lighter + 0.05) / (darker + 0.05);
  };

  for (const element of document.querySelectorAll("body *:not(script)")) {
    const texts = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const field = element.matches("input:not([type=checkbox], [type=hidden]), select, textarea");
    if (!(texts || field) || !visible(element) || element.closest(".unseen, .skip")) continue;
    const style = getComputedStyle(element);
    const colour = element.closest("svg") ? style.fill : style.color;
    const large = parseFloat(style.fontSize) >= 24;
    const ratio = contrast(parsed(colour).rgb, behind(element));
    if (ratio < (large ? 3 : 4.5)) say(element, `contrast ${ratio.toFixed(2)}`);
  }

  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    const named = field.labels?.length || field.getAttribute("aria-label");
    if (!named) say(field, "a field without a label");
    for (const id of (field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean)) {
      if (!document.getElementById(id)) say(field, `described by ${id}, which is not there`);
    }
  }
  for (const element of document.querySelectorAll("a, button, summary")) {
    const name = element.textContent.trim() || element.getAttribute("aria-label");
    if (!name) say(element, "nobody knows what it does");
  }
  for (const image of document.querySelectorAll("img:not([alt])")) say(image, "a picture without words");
  for (const svg of document.querySelectorAll("svg[role=img]:not([aria-labelledby])")) say(svg, "a picture without words");
  for (const table of document.querySelectorAll("table")) {
    if (!table.querySelector("th[scope=col]")) say(table, "a table without headings");
  }
  for (const element of document.querySelectorAll("[style]")) say(element, "a style of its own");

  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids.filter((each, place) => ids.indexOf(each) !== place))) wrong.push(`two are called ${id}`);
  const levels = [...document.querySelectorAll("h1, h2, h3")].map((element) => Number(element.tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1) wrong.push("not one first heading");
  levels.forEach((level, place) => { if (place && level > levels[place - 1] + 1) wrong.push("a level of headings is left out"); });
  if (!document.documentElement.lang) wrong.push("no language");

  const small = [...document.querySelectorAll("button, summary, select, input:not([type=hidden], [type=checkbox])")]
    .filter((element) => visible(element) && element.getBoundingClientRect().height < 24);
  for (const element of small) say(element, "too small to be hit");
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > root.clientWidth && !element.closest(".scroll"));
    wrong.push(`wider than the window: ${wide.slice(0, 3).map((each) => each.outerHTML.slice(0, 90)).join(" | ")}`);
  }
  return wrong;
}
