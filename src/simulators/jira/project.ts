/** The category of a status; `done` means finished, whatever the status is called. */
export type StatusCategory = 'new' | 'indeterminate' | 'done';

/** A workflow: its statuses (new issues get the first) and the transitions between them. */
export interface Workflow {
  readonly statuses: readonly { readonly name: string; readonly category: StatusCategory }[];
  readonly transitions: readonly {
    readonly name: string;
    /** Statuses in which the transition is available; default: all. */
    readonly from?: readonly string[];
    readonly to: string;
    /** Whether its screen requires a resolution. */
    readonly asksResolution?: boolean;
    /** The resolution that Jira sets when a screen that has the field, but does not require it, is sent none. */
    readonly defaultResolution?: string;
    /** A field that its screen requires besides. */
    readonly asksField?: string;
    /** Whether a validator refuses it, which nothing in its metadata tells. */
    readonly isRefused?: boolean;
  }[];
}

/** To Do, In Progress, Done, with a transition from each to each. */
export const simpleWorkflow: Workflow = {
  statuses: [
    { name: 'To Do', category: 'new' },
    { name: 'In Progress', category: 'indeterminate' },
    { name: 'Done', category: 'done' },
  ],
  transitions: [
    { name: 'To Do', to: 'To Do' },
    { name: 'In Progress', to: 'In Progress' },
    { name: 'Done', to: 'Done' },
  ],
};

/** The settings of a project. */
export interface ProjectSetting {
  readonly key: string;
  readonly name?: string;
  /** `Epic` is a level above the others, `Sub-task` and `Subtask` a level below. */
  readonly issueTypes: readonly string[];
  /** Default: Highest to Lowest; an empty list means that the project's screens have no priority field. */
  readonly priorities?: readonly string[];
  /** Default: `simpleWorkflow`. */
  readonly workflow?: Workflow;
}

/** A project with all defaults filled in. */
export type Project = Required<ProjectSetting> & { readonly id: string };

/** A project's settings with the defaults. */
export function project(setting: ProjectSetting, index: number): Project {
  return {
    id: String(10_000 + index),
    name: setting.key,
    priorities: ['Highest', 'High', 'Medium', 'Low', 'Lowest'],
    workflow: simpleWorkflow,
    ...setting,
  };
}
