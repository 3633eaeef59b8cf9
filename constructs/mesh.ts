import { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { runBehaviourChecks } from '../lib/behaviour/analysis/run-behaviour-checks.js';
import { simulateMesh } from '../lib/behaviour/simulate-mesh.js';
import type { SimulatedMesh } from '../lib/behaviour/simulated-mesh.js';
import { compileKubernetes, type KubernetesOutput } from '../lib/compiler/compile-kubernetes.js';
import { compileMesh } from '../lib/compiler/compile-mesh.js';
import { applySuppressions } from '../lib/diagnostics/apply-suppressions.js';
import type { Diagnostic } from '../lib/diagnostics/diagnostic.js';
import { dropEchoes } from '../lib/diagnostics/drop-echoes.js';
import { hasErrors } from '../lib/diagnostics/has-errors.js';
import { onlyNew } from '../lib/diagnostics/only-new.js';
import type { Origin } from '../lib/diagnostics/origin.js';
import { renderText } from '../lib/diagnostics/render/text.js';
import type { SuppressibleCode } from '../lib/diagnostics/suppressible-code.js';
import type { Suppression } from '../lib/diagnostics/suppression.js';
import type { EffectiveMesh } from '../lib/ir/effective-mesh.js';
import type { MeshIr } from '../lib/ir/mesh-ir.js';
import { judgeRollouts } from '../lib/rollout/judge/judge-rollouts.js';
import { createRolloutPlan } from '../lib/rollout/plan/create-rollout-plan.js';
import type { JsonObject, KubernetesManifest } from '../lib/targets/kubernetes/kubernetes-manifest.js';
import type { KubernetesOptions } from '../lib/targets/kubernetes/kubernetes-options.js';
import { controllerManifestSlots, meshManifestSlots } from '../lib/targets/kubernetes/manifest-slots.js';
import { deepFreeze } from '../lib/util/deep-freeze.js';
import { InternalError } from '../lib/util/internal-error.js';
import { sortBy } from '../lib/util/sort-by.js';
import { captureOrigin } from './internal/capture-origin.js';
import { findFileCollisions } from './internal/find-file-collisions.js';
import { leaveResults } from './internal/leave-results.js';
import { lowerMesh, type DeclaredMesh } from './internal/lower-mesh.js';
import { addManifests } from './internal/manifest-object.js';
import { MeshElement } from './internal/mesh-element.js';
import { markAsMesh } from './internal/mesh-of.js';
import { showAdvice } from './internal/show-advice.js';
import { lowerKubernetes, type KubernetesProps } from './kubernetes.js';
import type { DestinationPolicyProps } from './policies/destination-policies.js';
import { Rollout } from './rollout.js';

/** Settings of a whole mesh. Its policies hold wherever no narrower scope says otherwise. */
export interface MeshProps extends DestinationPolicyProps {
  /** Kubernetes namespace of everything in the mesh. @default - the mesh's id */
  readonly namespace?: string;
  /** SPIFFE trust domain of the identities. @default 'cluster.local' */
  readonly trustDomain?: string;
  /** DNS suffix of the Kubernetes cluster. @default 'cluster.local' */
  readonly clusterDomain?: string;
  /** Labels on every Kubernetes object of the mesh. @default - none but the standard ones */
  readonly labels?: Readonly<Record<string, string>>;
  /** Images and resources of the proxies, and the like. @default - Envoy's own image of the version compiled for */
  readonly kubernetes?: KubernetesProps;
}

interface Lowered {
  readonly ir: MeshIr;
  readonly diagnostics: readonly Diagnostic[];
}

interface Compilation {
  readonly ir: MeshIr;
  readonly diagnostics: readonly Diagnostic[];
  /** Absent when there are errors. */
  readonly simulated?: SimulatedMesh;
  /** Absent when there are errors. */
  readonly output?: KubernetesOutput;
}

/**
 * A service mesh: a cdk8s chart that holds the services, gateways and external services declared in it.
 *
 * @example
 * const app = new App();
 * const mesh = new Mesh(app, 'shop');
 * new Service(mesh, 'cart', { ports: { http: 8080 }, versions: { v1: { image: 'cart:1' } } });
 * app.synth();
 */
export class Mesh extends Chart {
  /** Where the mesh was made. */
  readonly origin: Origin;

  private readonly props: MeshProps;
  private readonly declaredSuppressions: Suppression[] = [];
  private lowered: Lowered | undefined;
  private compilation: Compilation | undefined;
  /** The last one of which warnings were shown: cdk8s validates more than once. */
  private shown: Compilation | undefined;

  /**
   * @param scope a cdk8s `App`
   * @param id name of the mesh: a DNS label
   */
  constructor(scope: Construct, id: string, props: MeshProps = {}) {
    super(scope, id, {
      namespace: props.namespace ?? id,
      ...(props.labels === undefined ? {} : { labels: { ...props.labels } }),
    });
    this.props = props;
    this.origin = captureOrigin(this.node.path, new.target);
    markAsMesh(this);
    const hasControlPlane = props.kubernetes?.controlPlane !== undefined;
    addManifests(this, 'mesh', meshManifestSlots({ name: id, namespace: props.namespace ?? id, hasControlPlane }));
    this.node.addValidation({ validate: () => this.validate() });
  }

  /**
   * The mesh as declared so far, frozen. Programs find it in `ir.json`.
   *
   * @internal
   */
  toIr(): MeshIr {
    this.lowered ??= this.lower();
    return this.lowered.ir;
  }

  /**
   * The mesh as declared so far, for a rollout of another mesh that tries its rules and policies.
   *
   * @internal
   */
  asConfiguration(diagnostics: Diagnostic[]): DeclaredMesh {
    return deepFreeze(lowerMesh(this, this.props, diagnostics));
  }

  /**
   * What the compiler has to say of the mesh as declared so far, most serious places in reading order; without what is
   * suppressed.
   */
  diagnostics(): readonly Diagnostic[] {
    return this.compile().diagnostics.filter(({ suppression }) => suppression === undefined);
  }

  /**
   * Says that a warning or note is known and fine in the whole mesh. It is shown no more; reports keep it, with the
   * reason. Errors cannot be suppressed. Every element has the same method, for what holds there alone.
   *
   * @param code what to suppress, for example `MW2211`
   * @param reason why it is fine; must not be empty
   */
  suppress(code: SuppressibleCode, reason: string): void {
    this.declaredSuppressions.push({ code, reason, origin: captureOrigin(this.node.path, this.suppress) });
    this.elementChanged();
  }

  /**
   * The mesh as declared so far, so that it can be asked what it does; undefined when there are errors.
   *
   * @internal
   */
  simulate(): SimulatedMesh | undefined {
    return this.compile().simulated;
  }

  /** The Kubernetes objects, sorted, so that the order in which a program declares things changes no byte. */
  override toJson(): unknown[] {
    const objects = super.toJson() as KubernetesManifest[];
    return sortBy(objects, ({ kind, metadata }) => `${applyOrder(kind)} ${kind} ${metadata.name}`);
  }

  /** @internal */
  elementChanged(): void {
    this.lowered = undefined;
    this.compilation = undefined;
  }

  /**
   * Whether rollouts are carried out by a controller in Kubernetes. With the first one its objects come.
   *
   * @internal
   */
  addController(): boolean {
    if (this.props.kubernetes?.controlPlane?.rollouts === undefined) return false;
    const slots = controllerManifestSlots();
    if (slots.every(({ id }) => this.node.tryFindChild(id) === undefined)) addManifests(this, 'mesh', slots);
    return true;
  }

  /** @internal */
  manifestOf(key: string): KubernetesManifest {
    const { output } = this.compile();
    const manifest = output?.manifests.get(key);
    if (manifest === undefined) throw new InternalError(`no manifest for ${key}: validation must come first`);
    return manifest;
  }

  private validate(): string[] {
    const compilation = this.compile();
    const { ir, diagnostics } = compilation;
    const found = [...diagnostics];
    if (!hasErrors(found)) found.push(...findFileCollisions(this, this.origin)); // needs the names of what compiled
    if (found.length > diagnostics.length) leaveResults({ ir, diagnostics: found });
    if (this.shown !== compilation) showAdvice(found);
    this.shown = compilation;
    const errors = found.filter(({ severity }) => severity === 'error');
    return errors.length === 0 ? [] : [`\n${renderText(errors)}`];
  }

  private compile(): Compilation {
    this.compilation ??= this.compileAfresh();
    return this.compilation;
  }

  private compileAfresh(): Compilation {
    this.lowered ??= this.lower();
    const { ir: declared, diagnostics } = this.lowered;
    const found = [...diagnostics];
    const compiled = compileMesh(declared);
    // Compiling tells what a rollout of a configuration concerns.
    const ir = { ...declared, rollouts: compiled.mesh?.ir.rollouts ?? declared.rollouts };
    found.push(...compiled.diagnostics);
    let output: KubernetesOutput | undefined;
    let simulated: SimulatedMesh | undefined;
    if (compiled.mesh !== undefined && !hasErrors(found)) {
      const options = lowerKubernetes(this.props.kubernetes ?? {});
      const emitted = compileKubernetes(compiled.mesh, options, plansOf(ir));
      found.push(...emitted.diagnostics, ...judgeRollouts(ir));
      if (!hasErrors(found)) {
        output = emitted;
        simulated = simulateMesh(compiled.mesh, emitted.proxies);
        found.push(...runBehaviourChecks(simulated));
        // What a rollout tries may be all of the mesh one day.
        if (compiled.candidate !== undefined)
          found.push(...onlyNew(judgeCandidate(compiled.candidate, options), found));
      }
    }
    // At the end, so that it holds for whoever reported something.
    const diagnosed = applySuppressions(dropEchoes(found), ir.suppressions);
    const results = { ir, diagnostics: diagnosed, ...(output === undefined ? {} : { output }) };
    leaveResults(results);
    return simulated === undefined ? results : { ...results, simulated };
  }

  private lower(): Lowered {
    const diagnostics: Diagnostic[] = [];
    const mesh = lowerMesh(this, this.props, diagnostics);
    const elements = this.node.findAll();
    const rollouts = elements.filter((element): element is Rollout => element instanceof Rollout);
    const ir: MeshIr = {
      ...mesh,
      rollouts: sortBy(
        rollouts.map((rollout) => rollout.lower(mesh, diagnostics)),
        ({ name }) => name,
      ),
      suppressions: sortBy(
        [...this.declaredSuppressions, ...elements.filter(isMeshElement).flatMap((each) => each.suppressions())],
        ({ code, reason, origin: place }) => [place.constructPath, code, reason].join(' '),
      ),
    };
    return { ir: deepFreeze(ir), diagnostics };
  }
}

function judgeCandidate(candidate: EffectiveMesh, options: KubernetesOptions): readonly Diagnostic[] {
  const { proxies, diagnostics } = compileKubernetes(candidate, options, new Map());
  return hasErrors(diagnostics)
    ? diagnostics
    : [...diagnostics, ...runBehaviourChecks(simulateMesh(candidate, proxies))];
}

function plansOf(ir: MeshIr): ReadonlyMap<string, JsonObject> {
  return new Map(
    // As JSON has it: fields that are undefined are not there.
    ir.rollouts.map((rollout) => [
      rollout.name,
      JSON.parse(JSON.stringify(createRolloutPlan(ir, rollout))) as JsonObject,
    ]),
  );
}

function isMeshElement(construct: IConstruct): construct is MeshElement {
  return construct instanceof MeshElement;
}

// What others need comes first: `kubectl apply` goes through a file from top to bottom.
const kindsFirst = [
  ...[
    'Namespace',
    'CustomResourceDefinition',
    'ServiceAccount',
    'ClusterRole',
    'ClusterRoleBinding',
    'Role',
    'RoleBinding',
  ],
  ...['Secret', 'ConfigMap', 'Service', 'NetworkPolicy'],
];

function applyOrder(kind: string): string {
  const index = kindsFirst.indexOf(kind);
  return String(index === -1 ? kindsFirst.length : index).padStart(2, '0');
}
