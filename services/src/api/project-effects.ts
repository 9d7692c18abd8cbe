/** Projects as the outside sees them: with what was measured since they opened. */
import { categoryOf } from "@quarterhour/data";
import { reachInThreads } from "@quarterhour/isochrones";
import { todayInChina } from "../china-clock.ts";
import { measuredEffect } from "../assessment/projects.ts";
import type { EffectCells } from "../assessment/projects.ts";
import type { Project } from "../store/index.ts";
import type { CityContext } from "./city-context.ts";
import { homesForThreads } from "./city-reach.ts";

export async function viewProjects(context: CityContext, projects: readonly Project[]) {
  const views = [];
  for (const { city: _city, by: _by, history, ...project } of projects) {
    views.push({
      ...project,
      measured: await measuredOf(context, project),
      // who it was is in the audit log
      history: history.map(({ at, from, to, note }) => ({ at, from, to, note })),
    });
  }
  return views;
}

/** null while the project is not open, or its outlet is not in the data as open. */
async function measuredOf(context: CityContext, project: Omit<Project, "city" | "by" | "history">) {
  const { state, outlet, category, kind, forecast } = project;
  if (state !== "opened" || outlet === null) return null;
  const minutes = forecast?.ringMinutes ?? categoryOf(category).ringMinutes;
  const found = await cellsOf(context, { category, kind, minutes });
  const index = found.outlets.indexOf(outlet);
  if (index < 0) return null;
  const effect = measuredEffect(found.cells, await context.residences(), index, minutes);
  return { ...effect, asOf: todayInChina() };
}

interface Found {
  cells: EffectCells;
  /** Ids of the open outlets that the cells refer to. */
  outlets: string[];
}

/** Out of the reach table where that knows it; else searched, no farther than the ring, and kept while the city stays. */
async function cellsOf(
  context: CityContext,
  { category, kind, minutes }: Pick<Project, "category" | "kind"> & { minutes: number },
): Promise<Found> {
  const { table, open } = await context.reach();
  const ring = table.parameters.ringMinutes.indexOf(minutes);
  const column = table.categories.indexOf(category);
  if (kind === null && ring >= 0 && column >= 0) {
    const { nearestSeconds, nearestOutlet, within } = table;
    const cells = { nearestSeconds, nearestOutlet, within: within[ring], width: table.categories.length, column };
    return { cells, outlets: open.map(({ id }) => id) };
  }
  return context.once(`effect ${category} ${kind} ${minutes}`, async () => {
    const offering = open.filter(({ services }) =>
      services.some((service) => service.category === category && (kind === null || service.kind === kind)),
    );
    const [{ network }, residences] = await Promise.all([context.engine(), context.residences()]);
    const homes = residences.map(({ location }) => location);
    const positions = offering.map(({ location }) => location);
    const targets = { positions, groups: offering.map(() => [0]), groupCount: 1 };
    const { nearestSeconds, nearestTarget, within } = await reachInThreads(
      network,
      homes,
      targets,
      [minutes],
      minutes,
      {
        settings: table.parameters.settings,
        threads: homes.length < homesForThreads ? 1 : undefined,
      },
    );
    const cells = { nearestSeconds, nearestOutlet: nearestTarget, within: within[0], width: 1, column: 0 };
    return { cells, outlets: offering.map(({ id }) => id) };
  });
}
