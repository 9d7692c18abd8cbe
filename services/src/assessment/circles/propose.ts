/** A circle to begin with: grown from one community to its neighbours, the nearest on foot first. */

export interface ProposedCommunity {
  id: string;
  name: string;
  households: number;
  /** null where a home has no count. */
  people: number | null;
  /** Mean walk of its households from the middle of the circle; null where none is within the search. */
  meanSeconds: number | null;
  /** Indices of the communities that it shares a border with. */
  neighbours: readonly number[];
}

export interface ProposalGoal {
  minutes: number;
  /** From and to. */
  dwellings: readonly [number, number];
  people: readonly [number, number];
}

export interface ProposalStep {
  community: { id: string; name: string };
  households: number;
  people: number | null;
  meanSeconds: number | null;
  /** With it. */
  householdsSoFar: number;
  peopleSoFar: number | null;
  reasonZh: string;
  reasonEn: string;
}

export interface GrownCircle {
  /** Indices of the communities, in the order they were taken in. */
  members: number[];
  steps: ProposalStep[];
  households: number;
  people: number | null;
  /** Why it stopped there. */
  endZh: string;
  endEn: string;
  /** Within both bounds of the goal. */
  meetsStandard: boolean;
}

/**
 * From the community `start`, always takes the neighbour with the shortest mean walk next, until the circle has the
 * least size; then those that still lie within the minutes, as long as the largest size is kept. People decide where
 * all are counted, else dwellings. Neighbours beyond one and a half times the minutes are never taken.
 */
export function growCircle(communities: readonly ProposedCommunity[], start: number, goal: ProposalGoal): GrownCircle {
  const isCounted = communities.every(({ people, households }) => people !== null || households === 0);
  const sizeOf = ({ households, people }: ProposedCommunity) => (isCounted ? (people ?? 0) : households);
  const [least, most] = isCounted ? goal.people : goal.dwellings;
  const [unitZh, unitEn] = isCounted ? ["人", "people"] : ["户", "households"];
  const members: number[] = [];
  const taken = new Set<number>();
  const steps: ProposalStep[] = [];
  let households = 0;
  let people: number | null = 0;
  let size = 0;
  const take = (index: number, reasonZh: string, reasonEn: string) => {
    const community = communities[index];
    members.push(index);
    taken.add(index);
    households += community.households;
    people = people === null || community.people === null ? null : people + community.people;
    size += sizeOf(community);
    steps.push({
      community: { id: community.id, name: community.name },
      households: community.households,
      people: community.people,
      meanSeconds: community.meanSeconds === null ? null : Math.round(community.meanSeconds),
      householdsSoFar: households,
      peopleSoFar: people,
      reasonZh,
      reasonEn,
    });
  };
  take(start, "起点", "The start");
  let endZh = "";
  let endEn = "";
  while (endZh === "") {
    const around = [...new Set(members.flatMap((index) => communities[index].neighbours))].filter(
      (index) => !taken.has(index),
    );
    const reachable = around
      .filter((index) => (communities[index].meanSeconds ?? Infinity) <= goal.minutes * 60 * 1.5)
      .sort((a, b) => communities[a].meanSeconds! - communities[b].meanSeconds! || a - b);
    const isEnough = size >= least;
    const next = isEnough
      ? reachable.find(
          (index) => communities[index].meanSeconds! <= goal.minutes * 60 && size + sizeOf(communities[index]) <= most,
        )
      : reachable.find((index) => size + sizeOf(communities[index]) <= most);
    if (next !== undefined) {
      const minutes = Math.max(1, Math.round(communities[next].meanSeconds! / 60));
      take(
        next,
        `相邻社区中步行最近（平均 ${minutes} 分钟）${isEnough ? `，规模已达下限，仍在 ${goal.minutes} 分钟内` : ""}`,
        `The nearest neighbour on foot (${minutes} minutes on average)${isEnough ? `, large enough already and still within ${goal.minutes} minutes` : ""}`,
      );
    } else if (size > most) {
      endZh = `起点社区本身已有 ${size} ${unitZh}，超过上限 ${most}，宜划小。`;
      endEn = `The community alone has ${size} ${unitEn}, more than ${most}; a part of it would do.`;
    } else if (isEnough) {
      endZh = `已有 ${size} ${unitZh}，在 ${least}–${most} 之间；相邻社区或更远，或会超过上限。`;
      endEn = `${size} ${unitEn}, between ${least} and ${most}; further neighbours are too far or too many.`;
    } else if (reachable.length > 0) {
      endZh = `只有 ${size} ${unitZh}，不足 ${least}；再并入任何一个相邻社区都会超过 ${most}。`;
      endEn = `${size} ${unitEn} only, fewer than ${least}; any neighbour more would make more than ${most}.`;
    } else {
      endZh = `只有 ${size} ${unitZh}，不足 ${least}；没有步行 ${Math.round(goal.minutes * 1.5)} 分钟以内的相邻社区了。`;
      endEn = `${size} ${unitEn} only, fewer than ${least}; no neighbour is left within ${Math.round(goal.minutes * 1.5)} minutes on foot.`;
    }
  }
  return { members, steps, households, people, endZh, endEn, meetsStandard: size >= least && size <= most };
}
