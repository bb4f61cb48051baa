// The program as a custom handler on Flex Consumption, and every setting it needs.
param name string
param location string
param identityName string
param storageName string
param blobs string
param deployments string
param payloads string
param inbox string
param insightsConnection string
param vaultUri string
param signingKey string
param tenantId string
param clientId string
param recordsOrigin string
param publicHost string
param readsMail bool
param sharePointHost string
param sharePointDrive string
param sharePointSite string
param alwaysReady int

var login = environment().authentication.loginEndpoint

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: '${name}-plan'
  location: location
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: '${name}-${uniqueString(resourceGroup().id)}'
  location: location
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${blobs}${deployments}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      // UNVERIFIED: the name and version of a custom handler's runtime on Flex Consumption; see README.md.
      runtime: {
        name: 'custom'
        version: '1.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: 40
        alwaysReady: alwaysReady == 0
          ? []
          : [
              {
                name: 'http'
                instanceCount: alwaysReady
              }
            ]
      }
    }
  }
}

// With basic passwords off, only who has a role on the app can publish to it.
resource noFtp 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource noPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

var publicUrl = 'https://${empty(publicHost) ? app.properties.defaultHostName : publicHost}/api'

var mail = readsMail
  ? {
      Mail__Graph__Tenant: tenantId
      Mail__Graph__ClientId: identity.properties.clientId
      Mail__Graph__ManagedIdentity: 'true'
    }
  : {}

var library = empty(sharePointDrive)
  ? {}
  : {
      SharePoint__Tenant: tenantId
      SharePoint__ClientId: identity.properties.clientId
      SharePoint__ManagedIdentity: 'true'
      SharePoint__Host: sharePointHost
      SharePoint__Drive: sharePointDrive
    }

var lists = empty(sharePointSite)
  ? {}
  : {
      SharePoint__Site: sharePointSite
    }

resource settings 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'appsettings'
  properties: union(
    {
      AzureWebJobsStorage__accountName: storageName
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identity.properties.clientId
      APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnection
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'

      // The package is read-only; what lies here is a copy that goes with the instance.
      data: '/tmp/teamscctv'
      PublicUrl: publicUrl
      Records__Origin: recordsOrigin
      AzureAd__TenantId: tenantId
      AzureAd__ClientId: clientId
      AzureAd__Instance: login

      Bot__AppId: clientId
      Bot__TenantId: tenantId
      Bot__ManagedIdentity: identity.properties.clientId
      Bot__OpenIdMetadata: 'https://login.botframework.com/v1/.well-known/openidconfiguration'
      Bot__Issuer: 'https://api.botframework.com'
      Bot__TokenEndpoint: '${login}${tenantId}/oauth2/v2.0/token'
      Bot__ServiceUrls: 'https://smba.trafficmanager.net/'

      Signing__KeyVault: vaultUri
      Signing__Key: signingKey
      Signing__ClientId: identity.properties.clientId

      Storage__Account: blobs
      Storage__ClientId: identity.properties.clientId
      Storage__Queues__Inbox: inbox
      Storage__Payloads: payloads
      Storage__Journal: '${blobs}journal'
    },
    mail,
    library,
    lists
  )
}

output name string = app.name
output host string = empty(publicHost) ? app.properties.defaultHostName : publicHost
output publicUrl string = publicUrl
