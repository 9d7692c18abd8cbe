/**
 * <quarterhour-map> for other web sites: shows the small-repair map or a circle in a frame.
 *
 * Attributes: map (repair, circle), city, circle, kind, pin (lng,lat), lang (zh, en), large. Height and width by CSS.
 */
(() => {
  const home = new URL(document.currentScript.src).origin;
  const passed = ["map", "city", "circle", "kind", "pin", "lang"];

  class QuarterhourMap extends HTMLElement {
    static observedAttributes = [...passed, "large", "title"];

    connectedCallback() {
      if (!this.frame) {
        this.frame = document.createElement("iframe");
        // Set through the style object, which the strictest policy of a page allows.
        Object.assign(this.frame.style, { border: "0", width: "100%", height: "100%", display: "block" });
        this.frame.loading = "lazy";
        this.frame.allow = `geolocation ${home}; web-share ${home}`;
        this.attachShadow({ mode: "open" }).append(this.frame);
      }
      if (getComputedStyle(this).display === "inline") this.style.display = "block";
      if (this.clientHeight === 0) this.style.height = "480px";
      this.show();
    }

    attributeChangedCallback() {
      if (this.frame) this.show();
    }

    show() {
      const query = new URLSearchParams();
      for (const name of passed) {
        const value = this.getAttribute(name);
        if (value) query.set(name, value);
      }
      if (this.hasAttribute("large")) query.set("large", "1");
      const isEnglish = this.getAttribute("lang") === "en";
      this.frame.title =
        this.getAttribute("title") || (isEnglish ? "15-minute living circle map" : "一刻钟便民生活圈地图");
      const address = `${home}/embed?${query}`;
      if (this.frame.src !== address) this.frame.src = address;
    }
  }

  if (!customElements.get("quarterhour-map")) customElements.define("quarterhour-map", QuarterhourMap);
})();
