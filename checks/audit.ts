interface Advisory {
  title?: string;
  url?: string;
}

interface AuditReport {
  vulnerabilities?: Record<string, { severity: string; range?: string; via: (string | Advisory)[] }>;
}

/** For npm: what is installed to run, from moderate on. */
export const auditArguments = ["audit", "--omit=dev", "--audit-level=moderate", "--json"];

const ignored = new Set(["info", "low"]);

/**
 * What `npm audit --json` found from moderate on, one sentence for each package.
 *
 * @returns null where it found nothing out, such as without a registry
 */
export function auditProblems(output: string): string[] | null {
  // npm's warnings may stand around the report.
  const [start, end] = [output.indexOf("{"), output.lastIndexOf("}")];
  let report: AuditReport;
  try {
    report = JSON.parse(output.slice(start, end + 1)) as AuditReport;
  } catch {
    return null;
  }
  if (!report.vulnerabilities) return null;
  return Object.entries(report.vulnerabilities)
    .filter(([, { severity }]) => !ignored.has(severity))
    .map(([name, { severity, range, via }]) => {
      const why = via.map((one) => (typeof one === "string" ? `through ${one}` : `${one.title} ${one.url}`));
      return `${name} ${range ?? ""}: ${severity}: ${why.join("; ")}`;
    })
    .sort();
}
