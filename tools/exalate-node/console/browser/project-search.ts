import type { ConsoleApi, FoundProject } from "../console-api.ts";
import { element, statusPlace, wordsOf } from "./element.ts";
import { Field } from "./field.ts";

/** Pause in typing after which the search starts, in milliseconds. */
const pauseMilliseconds = 150;

/** A search box for the project that receives items, with what it found as choices. */
export class ProjectSearch {
  readonly #api: ConsoleApi;
  readonly #name = new Field({ label: "Search projects", kind: "search" });
  readonly #count = statusPlace();
  readonly #choices = element("div", { class: "choices" });
  #pause: ReturnType<typeof setTimeout> | undefined;
  #searches = 0;
  #chosen: FoundProject | undefined;
  /** The search box and the choices. */
  readonly elements: readonly HTMLElement[];
  /** The search box. */
  readonly field = this.#name;

  constructor(api: ConsoleApi) {
    this.#api = api;
    const legend = element("legend", {}, "Project that receives items");
    this.elements = [this.#name.element, element("fieldset", {}, legend, this.#count, this.#choices)];
    this.#name.input.addEventListener("input", () => this.#searchAfterPause());
    void this.#search();
  }

  /** The chosen project. @throws Error when none is chosen */
  get chosen(): FoundProject {
    if (this.#chosen === undefined) throw new Error("Choose the project that receives items.");
    return this.#chosen;
  }

  #searchAfterPause(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#search(), pauseMilliseconds);
  }

  async #search(): Promise<void> {
    const serial = ++this.#searches;
    try {
      const found = await this.#api.searchProjects(this.#name.value);
      if (serial === this.#searches) this.#show(found);
    } catch (error) {
      if (serial === this.#searches) this.#name.fail(wordsOf(error));
    }
  }

  #show(found: readonly FoundProject[]): void {
    this.#chosen = found.find(({ id }) => id === this.#chosen?.id);
    this.#count.textContent = found.length === 1 ? "1 project found" : `${found.length} projects found`;
    this.#choices.replaceChildren(...found.map((project) => this.#choiceOf(project)));
  }

  #choiceOf(project: FoundProject): HTMLElement {
    const checked = project.id === this.#chosen?.id;
    const input = element("input", { type: "radio", name: "project", checked });
    input.addEventListener("change", () => {
      this.#chosen = project;
    });
    return element("label", { class: "choice" }, input, project.name);
  }
}
