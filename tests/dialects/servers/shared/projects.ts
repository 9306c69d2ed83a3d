/** A side of a pair: Contoso initiates, Fabrikam accepts. */
export type Side = "contoso" | "fabrikam";

/** A project of a tracker. */
export interface Project {
  readonly id: number;
  readonly key: string;
  readonly name: string;
}

const projectsOfSides: Readonly<Record<Side, readonly Project[]>> = {
  contoso: [
    { id: 10012, key: "CSUP", name: "Contoso Support" },
    { id: 10013, key: "CRD", name: "Contoso R&D" },
    { id: 10027, key: "CRDA", name: "Contoso R&D Archive" },
  ],
  fabrikam: [
    { id: 20451, key: "FSD", name: "Fabrikam Service Desk" },
    { id: 20466, key: "FRD", name: "Fabrikam R&D" },
    { id: 20467, key: "FRDX", name: "Fabrikam R&D Experiments" },
  ],
};

/** The projects of a side. */
export function projectsOf(side: Side): readonly Project[] {
  return projectsOfSides[side];
}

/** The projects whose name contains a text in any case. */
export function projectsWith(projects: readonly Project[], text: string): Project[] {
  return projects.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
}
