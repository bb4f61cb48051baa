// TeamsCctv in one resource group: the program as a Functions app, its storage, the vault whose key signs the record
// logs, the bot and what is heard of them. What it cannot do is in README.md.
targetScope = 'resourceGroup'

@description('Begins every name. Names are for ever: another one makes everything anew.')
@minLength(3)
@maxLength(11)
param name string

@description('Where everything is. Flex Consumption must be offered there.')
param location string = resourceGroup().location

@description('The trust\'s Entra tenant.')
@minLength(36)
@maxLength(36)
param tenantId string

@description('The one app registration: the bot, signing in to the pages, the tabs.')
@minLength(36)
@maxLength(36)
param clientId string

@description('F0 is free and has no promise of availability.')
@allowed(['F0', 'S1'])
param botSku string

@description('The trust\'s part of every record log\'s name. It can never be changed.')
@minLength(4)
param recordsOrigin string

@description('A host name of one\'s own that leads to the app; empty for the one that Azure gives it.')
param publicHost string = ''

@description('Whether the mailboxes of the register are read through Graph, as the managed identity.')
param readsMail bool

@description('The tenant\'s SharePoint, like https://your-trust.sharepoint.com; empty while there is no library.')
param sharePointHost string = ''

@description('The Graph id of the drive of the library CCTV Records.')
param sharePointDrive string = ''

@description('The Graph id of its site, for the lists; empty for none.')
param sharePointSite string = ''

@description('Instances that are kept running for HTTP: 0 saves money, 1 spares the first click of a morning the start.')
@minValue(0)
@maxValue(5)
param alwaysReady int

@description('Days that logs are kept. They hold no names.')
@minValue(30)
@maxValue(730)
param logDays int

@description('How storage is copied: ZRS keeps the journal over the loss of a building.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param storageSku string

var own = uniqueString(resourceGroup().id)
var storageName = take('${toLower(replace(name, '-', ''))}${own}', 24)

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${name}-app'
  location: location
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    name: name
    location: location
    identityName: identity.name
    days: logDays
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    name: storageName
    location: location
    identityName: identity.name
    sku: storageSku
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    name: take('${name}-${own}', 24)
    location: location
    identityName: identity.name
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  params: {
    name: name
    location: location
    identityName: identity.name
    storageName: storageName
    blobs: storage.outputs.blobs
    deployments: storage.outputs.deployments
    payloads: storage.outputs.payloads
    inbox: storage.outputs.inbox
    insightsConnection: monitoring.outputs.connectionString
    vaultUri: vault.outputs.uri
    signingKey: vault.outputs.signingKey
    tenantId: tenantId
    clientId: clientId
    recordsOrigin: recordsOrigin
    publicHost: publicHost
    readsMail: readsMail
    sharePointHost: sharePointHost
    sharePointDrive: sharePointDrive
    sharePointSite: sharePointSite
    alwaysReady: alwaysReady
  }
}

module bot 'modules/bot.bicep' = {
  name: 'bot'
  params: {
    name: name
    sku: botSku
    clientId: clientId
    tenantId: tenantId
    host: app.outputs.host
  }
}

@description('The Functions app that the deployment workflow publishes to.')
output appName string = app.outputs.name

@description('What the program is reached under; the pages\' redirect is this with /signin-oidc behind it.')
output publicUrl string = app.outputs.publicUrl

@description('The managed identity\'s client ID: for the mailboxes\' roles.')
output identityClientId string = identity.properties.clientId

@description('The managed identity\'s object ID: for the mailboxes\' roles, and what the app registration is to trust.')
output identityPrincipalId string = identity.properties.principalId

@description('Where the key that signs the logs is.')
output vaultUri string = vault.outputs.uri
