// System variables a task may not set (Agent Constants.cs, ReadOnlyVariables), by prefix.
const namesByPrefix: Readonly<Record<string, string>> = {
  agent: `acceptteeeula builddirectory cloudid containerid containermapping containernetwork diagnostic gituseschannel
    homedirectory id isselfhosted jobname jobstatus machinename name os osarchitecture osversion proxybypasslist
    proxypassword proxyurl proxyusername readonlyvariables retaindefaultencoding rootdirectory runmode serveromdirectory
    serviceportprefix cainfo clientcert clientcertarchive clientcertkey clientcertpassword skipcertvalidation
    tempdirectory toolsdirectory version workfolder workingdirectory clean.builddirectory source.git.lfs
    source.git.shallowfetchdepth source.skip releasedirectory`,
  build: `artifactstagingdirectory binariesdirectory clean definitionname gated.runci gated.shelvesetname buildnumber
    repository.clean repository.git.submodulecheckout repository.id repository.localpath repository.name
    repository.provider repository.tfvc.workspace repository.uri sourcebranch sourcetfvcshelveset sourceversion
    sourceversionmessage sourcesdirectory stagingdirectory syncsources useserverworkspaces`,
  common: "testresultsdirectory",
  pipeline: "workspace",
  release: `attemptnumber disablerobocopy definitionid definitionname releasedescription artifact.download.buffersize
    environmentname environmenturi releaseid releasename artifact.download.parallellimit requestedforid releaseuri
    releaseweburl requestedfor robocopymt skipartifactsdownload`,
  system: `accesstoken artifactsdirectory collectionid culture debug defaultworkingdirectory definitionid definitionname
    enableaccesstoken hosttype jobattempt jobdisplayname jobid jobname phaseattempt phasedisplayname phasename planid
    prefergitfrompath pullrequest.targetbranch selfmanagegitcreds servertype sourceversionmessage stageattempt
    stagedisplayname stagename teamfoundationserveruri teamproject teamprojectid workfolder`,
  task: "displayname skiptranslatorforcheckout",
};

const readOnlyNames = new Set(
  Object.entries(namesByPrefix).flatMap(([prefix, names]) => names.split(/\s+/).map((name) => `${prefix}.${name}`)),
);

/** True for a system variable that the agent counts as read-only, in any case. */
export function isReadOnlySystemName(name: string): boolean {
  return readOnlyNames.has(name.toLowerCase());
}
