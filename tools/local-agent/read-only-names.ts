// System variables that a task must not set (the agent's Constants.Variables.ReadOnlyVariables), by prefix.
const namesByPrefix: Readonly<Record<string, string>> = {
  agent: `acceptteeeula builddirectory cainfo clean.builddirectory clientcert clientcertarchive clientcertkey
    clientcertpassword cloudid containerid containermapping containernetwork diagnostic gituseschannel
    homedirectory id isselfhosted jobname jobstatus machinename name os osarchitecture osversion
    proxybypasslist proxypassword proxyurl proxyusername readonlyvariables releasedirectory
    retaindefaultencoding rootdirectory runmode serveromdirectory services skipcertvalidation source.git.lfs
    source.git.shallowfetchdepth source.skip tempdirectory toolsdirectory usebasicauthforproxy version
    workfolder workingdirectory`,
  build: `artifactstagingdirectory binariesdirectory buildnumber clean definitionname gated.runci
    gated.shelvesetname repository.clean repository.git.submodulecheckout repository.id repository.localpath
    repository.name repository.provider repository.tfvc.workspace repository.uri sourcebranch sourcesdirectory
    sourcetfvcshelveset sourceversion sourceversionauthor sourceversionmessage stagingdirectory syncsources
    useserverworkspaces`,
  common: "testresultsdirectory",
  pipeline: "repository.name workspace",
  release: `artifact.download.buffersize artifact.download.parallellimit attemptnumber definitionid definitionname
    disablerobocopy environmentname environmenturi releasedescription releaseid releasename releaseuri
    releaseweburl requestedfor requestedforid robocopymt skipartifactsdownload`,
  system: `accesstoken artifactsdirectory collectionid culture debug defaultworkingdirectory definitionid
    definitionname enableaccesstoken hosttype isazurevm isdockercontainer jobattempt jobdisplayname jobid
    jobname phaseattempt phasedisplayname phasename planid prefergitfrompath pullrequest.targetbranch
    selfmanagegitcreds servertype sourceversionmessage stageattempt stagedisplayname stagename
    teamfoundationserveruri teamproject teamprojectid workfolder`,
  task: "displayname publishtelemetry skiptranslatorforcheckout",
};

// Knobs of the agent in the same list, which have no prefix.
const knobs = ["fix_possible_git_out_of_memory_problem", "use_git_long_paths", "use_git_single_thread"];

const readOnlyNames = new Set([
  ...Object.entries(namesByPrefix).flatMap(([prefix, names]) => names.split(/\s+/).map((name) => `${prefix}.${name}`)),
  ...knobs,
]);

/** True for a name, in any case, of a system variable that is read-only for the agent. */
export function isReadOnlySystemName(name: string): boolean {
  return readOnlyNames.has(name.toLowerCase());
}
