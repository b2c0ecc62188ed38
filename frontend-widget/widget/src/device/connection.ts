/** What browsers tell of the connection (Network Information API) and the machine, where they do. */
export interface Surroundings {
  connection?: { saveData?: boolean; effectiveType?: string; type?: string; downlink?: number };
  /** In gigabytes. */
  deviceMemory?: number;
  onLine: boolean;
}

/** Slowest line in megabits a second: the model takes a minute and a half at most. */
const LEAST_SPEED = 3.5;

/**
 * Whether tens of megabytes may be loaded without asking: no request to save data, no mobile network, a fast line, enough
 * memory. Browsers that tell nothing of the connection (Firefox, Safari) are trusted where there is a mouse, which means a desk.
 *
 * @param mouse whether the main pointing device is one
 */
export function mayLoadModel(
  { connection, deviceMemory = 4, onLine }: Surroundings,
  mouse: boolean,
): boolean {
  if (!onLine || deviceMemory < 2) return false;
  if (!connection) return mouse;
  const { saveData, effectiveType = '4g', type, downlink = LEAST_SPEED } = connection;
  return !saveData && type !== 'cellular' && effectiveType === '4g' && downlink >= LEAST_SPEED;
}
