const svgNamespace = "http://www.w3.org/2000/svg";

/** The pin as a focusable element; arrow keys move it (see MapView). */
export function createPinElement(): HTMLElement {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "map-pin";
  const svg = document.createElementNS(svgNamespace, "svg");
  svg.setAttribute("viewBox", "0 0 36 46");
  svg.setAttribute("width", "36");
  svg.setAttribute("height", "46");
  svg.setAttribute("aria-hidden", "true");
  const body = document.createElementNS(svgNamespace, "path");
  body.setAttribute("d", "M18 44C8.5 33.5 3 26.5 3 18a15 15 0 0 1 30 0c0 8.5-5.5 15.5-15 26z");
  body.setAttribute("class", "map-pin-body");
  const heart = document.createElementNS(svgNamespace, "circle");
  heart.setAttribute("cx", "18");
  heart.setAttribute("cy", "18");
  heart.setAttribute("r", "5.5");
  heart.setAttribute("class", "map-pin-heart");
  svg.append(body, heart);
  element.append(svg);
  return element;
}
